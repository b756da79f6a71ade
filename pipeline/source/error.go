package source

import (
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// Reason says why a file was refused.
type Reason uint8

// The reasons.
const (
	Unreadable   Reason = iota // the file system refused; Err says why
	Empty                      // no bytes, or white space only
	Binary                     // NUL bytes or too many control characters
	InvalidUTF8                // Offset and Line say where; no older encoding explains it
	TooLarge                   // more than Limit bytes
	TooMuchText                // more than Limit bytes of text taken from it, or unpacked
	TooManyLines               // more than Limit; Line says how many
	LineTooLong                // Line has more than Limit bytes
	TooManyFiles               // a zip with more than Limit
	TooManyPages               // a PDF with more than Limit to recognize
	NotRegular                 // a device, a pipe or a socket
	Unsupported                // What cannot be read
	Damaged                    // What it is said to be, it is not; Err says why
	NoProgram                  // What is needed and is not installed
	NoText                     // a PDF without text, or an image, and recognition was not asked for; What it is
	Several                    // a zip of several files where one was expected
	TooSlow                    // it took longer than Limit nanoseconds
)

// Error is a file that was refused.
type Error struct {
	Name   string // the path or name as the caller gave it; of a file in a zip behind it
	Reason Reason
	What   string // a kind of file, or a program
	Offset int    // of the first bad byte, for Binary and InvalidUTF8
	Line   int    // 1-based
	Limit  int64
	Err    error
}

// Error names the file, what is wrong with it and where, and what to do.
func (e *Error) Error() string { return e.Name + ": " + e.reason() }

func (e *Error) reason() string {
	switch e.Reason {
	case Empty:
		return "empty: no text in it"
	case Binary:
		return fmt.Sprintf("not text: control characters at line %d (byte %d)", e.Line, e.Offset)
	case InvalidUTF8:
		return fmt.Sprintf("invalid UTF-8 at line %d (byte %d), and no encoding of Vietnamese that is known: convert it to UTF-8 first", e.Line, e.Offset)
	case TooLarge:
		return fmt.Sprintf("larger than the limit of %d bytes: split it or raise the limit", e.Limit)
	case TooMuchText:
		return fmt.Sprintf("more text in it than the limit of %d bytes: split it or raise the limit", e.Limit)
	case TooManyLines:
		return fmt.Sprintf("%d lines, more than the limit of %d: split it or raise the limit", e.Line, e.Limit)
	case LineTooLong:
		return fmt.Sprintf("line %d is longer than the limit of %d bytes: break it or raise the limit", e.Line, e.Limit)
	case TooManyFiles:
		return fmt.Sprintf("more files in it than the limit of %d: split it or raise the limit", e.Limit)
	case TooManyPages:
		return fmt.Sprintf("more pages to recognize than the limit of %d: split it or raise the limit", e.Limit)
	case NotRegular:
		return "a device or a pipe, not a file"
	case Unsupported:
		return e.What + " cannot be read: save it as text, .docx or PDF"
	case Damaged:
		return "damaged: " + e.What + ": " + e.Err.Error()
	case NoProgram:
		return e.What + " is not installed, which this file needs: install it (poppler-utils, tesseract-ocr, tesseract-ocr-vie) or take the text out first"
	case NoText:
		return e.What + " without text: read it with --ocr, which needs tesseract"
	case Several:
		return "a zip of several files: unpack it or use vanban ingest"
	case TooSlow:
		return fmt.Sprintf("took longer than the limit of %v: split it or raise the limit", time.Duration(e.Limit))
	}
	return "cannot be read: " + e.Err.Error()
}

// Unwrap returns the error beneath, if there is one.
func (e *Error) Unwrap() error { return e.Err }

// Unusable returns the error of a file that the file system refused.
func Unusable(name string, err error) *Error { return unreadable(name, err) }

// unreadable wraps an error of the file system without repeating the path.
func unreadable(name string, err error) *Error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	return &Error{Name: name, Reason: Unreadable, Err: err}
}
