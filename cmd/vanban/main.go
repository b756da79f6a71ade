// Command vanban restores damaged OCR of Vietnamese administrative documents, splits and
// extracts them, writes YAML and searches the archive.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"vanban/corpus"
	"vanban/corpus/index"
	"vanban/pipeline"
)

// The exit codes.
const (
	exitOK      = 0
	exitSome    = 1 // some inputs failed, the rest are done
	exitUsage   = 2
	exitNothing = 3 // nothing could be read
	exitDamaged = 4 // archive or index damaged, or its server refuses
	exitLocked  = 5 // another process holds the archive, or the server of the index cannot be used now
	exitSignal  = 130
)

// command is a subcommand. Texts are a pair: Vietnamese, English.
type command struct {
	name     string
	args     string    // what follows the name in a usage line
	about    [2]string // a line
	examples []string
	run      func(a *app, args []string) error

	// tidies says that run itself ends soon after the context does, with what is done in
	// order; any other command is left where it is.
	tidies bool
}

// commands returns the subcommands in the order in which a user meets them.
func commands() []*command {
	return []*command{ingestCommand(), mergeCommand(), searchCommand(), showCommand(), targetsCommand(), tasksCommand(), serveCommand(), restoreCommand(), extractCommand(),
		verifyCommand(), reindexCommand(), evalCommand()}
}

// app is one run of the program.
type app struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
	english        bool
	pipeline       func() *pipeline.Pipeline // of this run; its models are opened at first use
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	a := &app{ctx: ctx, stdin: os.Stdin, stdout: onScreen(os.Stdout), stderr: os.Stderr, english: englishLocale(os.Getenv("LANG")), pipeline: pipeline.New}
	code := a.main(os.Args[1:])
	stop()
	os.Exit(code)
}

// englishLocale reports whether messages are in English unless --lang says otherwise.
func englishLocale(lang string) bool { return strings.HasPrefix(lang, "en") }

// tr picks the text of the user's language.
func (a *app) tr(vietnamese, english string) string {
	if a.english {
		return english
	}
	return vietnamese
}

// logf writes a line for people, never data.
func (a *app) logf(vietnamese, english string, args ...any) {
	fmt.Fprintf(a.stderr, a.tr(vietnamese, english)+"\n", args...)
}

// main runs the subcommand that args name and returns the exit code.
func (a *app) main(args []string) int {
	args, err := a.takeLang(args)
	if err != nil {
		return a.exitCode("", err)
	}
	if len(args) == 0 {
		a.printHelp(a.stderr)
		return exitUsage
	}
	name, rest := args[0], args[1:]
	switch name {
	case "help", "--help", "-h", "-help":
		if name != "help" || len(rest) == 0 {
			a.printHelp(a.stdout)
			return exitOK
		}
		name, rest = rest[0], []string{"--help"}
	case "version", "--version", "-version":
		fmt.Fprintln(a.stdout, pipeline.Tool)
		return exitOK
	}
	for _, c := range commands() {
		if c.name == name {
			return a.exitCode(name, a.runCommand(c, rest))
		}
	}
	return a.exitCode("", usagef(a.tr("không có lệnh %q", "no command %q"), name))
}

// runCommand runs a subcommand until it ends or the user interrupts it.
func (a *app) runCommand(c *command, args []string) error {
	done := make(chan error, 1)
	go func() { done <- c.run(a, args) }()
	select {
	case err := <-done:
		return err
	case <-a.ctx.Done():
		if c.tidies {
			return <-done
		}
		return a.ctx.Err()
	}
}

// takeLang removes --lang from anywhere in the arguments and applies it.
func (a *app) takeLang(args []string) ([]string, error) {
	var rest []string
	for i := 0; i < len(args); i++ {
		name, value, glued := strings.Cut(args[i], "=")
		if args[i] == "--" {
			return append(rest, args[i:]...), nil
		}
		if name != "--lang" && name != "-lang" {
			rest = append(rest, args[i])
			continue
		}
		if !glued {
			if i++; i < len(args) {
				value = args[i]
			}
		}
		if value != "vi" && value != "en" {
			return nil, usagef("--lang %q: vi, en", value)
		}
		a.english = value == "en"
	}
	return rest, nil
}

// usageError is a command line that makes no sense.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// codeError carries an exit code for what was already reported, or is to be if err is set.
type codeError struct {
	code int
	err  error
}

func (e *codeError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *codeError) Unwrap() error { return e.err }

// errHelp says that help was asked for and printed.
var errHelp = errors.New("help was printed")

// exitCode reports an error on stderr and returns its exit code.
func (a *app) exitCode(name string, err error) int {
	if err == nil || errors.Is(err, errHelp) {
		return exitOK
	}
	prefix := strings.TrimSpace("vanban "+name) + ": "
	if a.ctx.Err() != nil {
		fmt.Fprintln(a.stderr, prefix+a.tr("bị ngắt", "interrupted"))
		return exitSignal
	}
	if e, ok := errors.AsType[*usageError](err); ok {
		fmt.Fprintln(a.stderr, prefix+e.text)
		fmt.Fprintf(a.stderr, a.tr("xem: %s --help\n", "see: %s --help\n"), strings.TrimSpace("vanban "+name))
		return exitUsage
	}
	if e, ok := errors.AsType[*codeError](err); ok {
		if e.err != nil {
			fmt.Fprintln(a.stderr, prefix+a.explain(e.err))
		}
		return e.code
	}
	fmt.Fprintln(a.stderr, prefix+a.explain(err))
	if code, ok := serverCode(err); ok {
		return code
	}
	switch {
	case errors.Is(err, corpus.ErrLocked):
		return exitLocked
	case errors.Is(err, corpus.ErrDamaged), errors.Is(err, index.ErrDamaged):
		return exitDamaged
	case errors.Is(err, corpus.ErrNotDirectory), errors.Is(err, corpus.ErrOtherIndex):
		return exitUsage
	case errors.Is(err, corpus.ErrNoArchive):
		return exitNothing
	}
	return exitSome
}
