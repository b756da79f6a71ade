package index_test

import (
	"testing"

	"vanban/corpus/index"
	"vanban/corpus/index/indextest"
)

func TestBleve(t *testing.T) { indextest.Run(t, index.Bleve{}) }
