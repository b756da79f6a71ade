package corpus

// YAML returns the YAML of an entry as it is stored.
func (a *Archive) YAML(e Entry) ([]byte, error) { return readFile(a.dir, e.YAML) }

// Restored returns the restored text of an entry, a line for each line of the scan.
func (a *Archive) Restored(e Entry) ([]byte, error) { return readFile(a.dir, e.Text) }

// Scan returns the scan of an entry byte for byte.
func (a *Archive) Scan(e Entry) ([]byte, error) { return readFile(a.dir, e.Original) }
