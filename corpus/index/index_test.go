package index_test

import (
	"testing"

	"vanban/corpus/index"
	"vanban/corpus/index/indextest"
)

func TestSegments(t *testing.T) { indextest.Run(t, index.Segments{}) }
