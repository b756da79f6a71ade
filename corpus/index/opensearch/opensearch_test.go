package opensearch_test

import (
	"os"
	"strings"
	"testing"

	"vanban/corpus/index/indextest"
	"vanban/corpus/index/opensearch"
)

// cluster returns the addresses of the nodes of the test cluster and, last, of its control.
func cluster(t testing.TB) []string {
	t.Helper()
	list := strings.Fields(os.Getenv("VANBAN_OPENSEARCH"))
	if len(list) < 2 {
		t.Skip("no OpenSearch: .ci/run starts one where Java and Maven are there; by hand, start testserver/start.sh DIR and set VANBAN_OPENSEARCH to what DIR/ready says")
	}
	return list
}

func TestConformance(t *testing.T) {
	nodes := cluster(t)
	e, err := opensearch.New(opensearch.Settings{Nodes: nodes[:len(nodes)-1], Index: "conformance", Shards: 2, Replicas: 1})
	if err != nil {
		t.Fatal(err)
	}
	indextest.Run(t, e)
}
