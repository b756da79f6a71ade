package opensearch

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// Settings say where an index is and how it is laid out.
type Settings struct {
	Nodes    []string // addresses, https://host:9200
	Index    string   // the alias; generations are NAME.ID
	Shards   int
	Replicas int

	User, Password string
	CA             *x509.CertPool // authorities to trust; nil: those of the system
}

// The variables of the environment that settings come from.
const (
	EnvCredentials = "VANBAN_INDEX_CREDENTIALS" // a file with user:password
	EnvUser        = "VANBAN_INDEX_USER"
	EnvPassword    = "VANBAN_INDEX_PASSWORD"
	EnvCA          = "VANBAN_INDEX_CA" // a file with certificates in PEM
)

var (
	// indexName is what an alias may be called: what OpenSearch allows without what has a meaning in
	// addresses or patterns, and without dots, so that no generation is taken for one of another alias.
	indexName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,99}$`)

	errPassword = errors.New("a password does not belong into an address, which others can see: set " + EnvCredentials + " to a file, or " + EnvUser + " and " + EnvPassword)
)

// Parse reads an address: https://host:9200/name, several hosts parted by commas, and after a
// question mark shards=N, replicas=N, ca=FILE and credentials=FILE. What it does not say comes from
// the environment. No error holds a secret.
func Parse(address string, getenv func(string) string) (Settings, error) {
	if strings.Contains(address, "@") {
		return Settings{}, errPassword
	}
	s := Settings{Shards: 1, Replicas: 1}
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok || scheme != "https" && scheme != "http" {
		return Settings{}, fmt.Errorf("%q: not of the form https://host:9200/name", address)
	}
	rest, query, _ := strings.Cut(rest, "?")
	hosts, name, _ := strings.Cut(rest, "/")
	for host := range strings.SplitSeq(hosts, ",") {
		u, err := url.Parse(scheme + "://" + host)
		if err != nil || u.Hostname() == "" {
			return Settings{}, fmt.Errorf("%q: not of the form https://host:9200/name", address)
		}
		s.Nodes = append(s.Nodes, u.String())
	}
	if s.Index = name; !indexName.MatchString(name) {
		return Settings{}, fmt.Errorf("%q: the name of an index has small letters, digits, - and _", name)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return Settings{}, fmt.Errorf("%q: %w", address, err)
	}
	return s, s.complete(values, getenv)
}

// complete takes up what the address says after the question mark, and what the environment says.
func (s *Settings) complete(values url.Values, getenv func(string) string) error {
	ca, credentials := getenv(EnvCA), getenv(EnvCredentials)
	s.User, s.Password = getenv(EnvUser), getenv(EnvPassword)
	for name := range values {
		value, err := values.Get(name), error(nil)
		switch name {
		case "shards":
			s.Shards, err = number(value, 1)
		case "replicas":
			s.Replicas, err = number(value, 0)
		case "ca":
			ca = value
		case "credentials":
			credentials = value
		default:
			err = errors.New("no such setting: shards, replicas, ca, credentials")
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if err := s.readCA(ca); err != nil {
		return err
	}
	if err := s.readCredentials(credentials); err != nil {
		return err
	}
	return s.checkPlain()
}

// maxCopies is the most shards, or replicas, that are not a slip of the pen.
const maxCopies = 1024

func number(s string, least int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > maxCopies {
		return 0, fmt.Errorf("%q is not a number from %d to %d", s, least, maxCopies)
	}
	return n, nil
}

// maxFile is the size of the largest file that certificates or a password may come from.
const maxFile = 4 << 20

func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile))
}

func (s *Settings) readCA(path string) error {
	if path == "" {
		return nil
	}
	b, err := readSmall(path)
	if err != nil {
		return fmt.Errorf("ca: %w", err)
	}
	s.CA = x509.NewCertPool()
	if !s.CA.AppendCertsFromPEM(b) {
		return fmt.Errorf("ca: %s has no certificate in PEM", path)
	}
	return nil
}

func (s *Settings) readCredentials(path string) error {
	if path == "" {
		return nil
	}
	b, err := readSmall(path)
	if err != nil {
		return fmt.Errorf("credentials: %w", err)
	}
	line, _, _ := strings.Cut(string(b), "\n")
	user, password, ok := strings.Cut(strings.TrimRight(line, "\r"), ":")
	if !ok || user == "" {
		return fmt.Errorf("credentials: the first line of %s is not user:password", path)
	}
	s.User, s.Password = user, password
	return nil
}

// checkPlain refuses to send a password over a network unencrypted.
func (s *Settings) checkPlain() error {
	if s.User == "" && s.Password == "" {
		return nil
	}
	for _, node := range s.Nodes {
		u, err := url.Parse(node)
		if err != nil {
			return err
		}
		ip := net.ParseIP(u.Hostname())
		if u.Scheme == "http" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return fmt.Errorf("%s: a password is sent over https only", node)
		}
	}
	return nil
}
