package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"

	"vanban/corpus"
	"vanban/corpus/index"
	"vanban/corpus/ingest"
	"vanban/pipeline/source"
	"vanban/pipeline/text"
)

// readOne reads the one file that the positional arguments name, or standard input. A file
// that cannot be used means that nothing could be read.
func (a *app) readOne(pos []string, limitMB int64, ocr bool) (*text.Source, error) {
	if limitMB < 1 {
		return nil, usagef("--max-size %d: 1...", limitMB)
	}
	if len(pos) > 1 {
		return nil, usagef(a.tr("chỉ nhận một tệp, có %d", "one file at most, got %d"), len(pos))
	}
	r := &source.Reader{Limits: source.DefaultLimits, OCR: ocr}
	r.Limits.Size, r.Limits.Text = limitMB<<20, limitMB<<20
	var src *text.Source
	var err error
	if len(pos) == 0 || pos[0] == "-" {
		src, err = r.Read(a.ctx, ingest.StdinName, a.stdin)
	} else {
		src, err = r.Open(a.ctx, pos[0])
	}
	if err != nil {
		return nil, &codeError{exitNothing, err}
	}
	return src, nil
}

// explain returns the message of an error in the user's language. In Vietnamese it says what
// is wrong and what to do, and gives the details as they are.
func (a *app) explain(err error) string {
	if a.english {
		return err.Error()
	}
	if e, ok := errors.AsType[*source.Error](err); ok {
		return e.Name + ": " + refusal(e)
	}
	if e, ok := errors.AsType[*corpus.NotFoundError](err); ok {
		if e.Section != "" {
			return fmt.Sprintf("%s không có mục %q", e.Document, e.Section)
		}
		return fmt.Sprintf("trong kho không có văn bản nào giống %q", e.Document)
	}
	if e, ok := errors.AsType[*index.ServerError](err); ok {
		return serverTrouble(e)
	}
	for _, c := range []struct {
		is   error
		says string
	}{
		{corpus.ErrLocked, "tiến trình khác đang ghi vào kho: hãy đợi nó xong"},
		{index.ErrDamaged, "chỉ mục tìm kiếm bị hỏng: hãy dựng lại bằng vanban reindex"},
		{corpus.ErrManifest, "bản kê của kho bị hỏng hoặc mất: hãy dựng lại bằng vanban reindex"},
		{corpus.ErrDamaged, "kho lưu trữ bị hỏng: hãy nạp lại văn bản bằng vanban ingest"},
		{corpus.ErrOtherIndex, "chỉ mục của kho nằm ở nơi khác: hãy dùng đúng --index, hoặc dựng lại bằng vanban reindex"},
		{corpus.ErrNotDirectory, "không phải thư mục: hãy chọn nơi khác bằng --archive"},
		{corpus.ErrNoArchive, "ở đây chưa có kho lưu trữ: hãy lập kho bằng vanban ingest"},
	} {
		if errors.Is(err, c.is) {
			return c.says + " (" + err.Error() + ")"
		}
	}
	for _, c := range []struct {
		is   error
		says string
	}{
		{syscall.ENOSPC, "đĩa đầy: hãy giải phóng chỗ rồi chạy lại, những gì đã đọc vẫn còn"},
		{syscall.EROFS, "đĩa chỉ cho đọc"},
		{fs.ErrPermission, "không có quyền ghi"},
	} {
		if errors.Is(err, c.is) {
			return c.says + " (" + err.Error() + ")"
		}
	}
	return err.Error()
}

// shown returns a text as a terminal may show it: names of files and what a document says may have
// characters that do other things there.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return utf8.RuneError
	}, s)
}

// refusal says in Vietnamese why a file was refused.
func refusal(e *source.Error) string {
	switch e.Reason {
	case source.Empty:
		return "tệp rỗng, không có chữ nào"
	case source.Binary:
		return fmt.Sprintf("không phải văn bản: ký tự điều khiển ở dòng %d (byte %d)", e.Line, e.Offset)
	case source.InvalidUTF8:
		return fmt.Sprintf("sai mã UTF-8 ở dòng %d (byte %d), cũng không phải bảng mã tiếng Việt nào đã biết: hãy chuyển sang UTF-8 trước", e.Line, e.Offset)
	case source.TooLarge:
		return fmt.Sprintf("lớn hơn giới hạn %s: hãy chia nhỏ tệp hoặc nâng --max-size", size(e.Limit))
	case source.TooMuchText:
		return fmt.Sprintf("chứa nhiều chữ hơn giới hạn %s: hãy chia nhỏ tệp hoặc nâng --max-size", size(e.Limit))
	case source.TooManyLines:
		return fmt.Sprintf("có %d dòng, quá giới hạn %d: hãy chia nhỏ tệp hoặc nâng --max-lines", e.Line, e.Limit)
	case source.LineTooLong:
		return fmt.Sprintf("dòng %d dài quá giới hạn %d byte: hãy ngắt dòng hoặc nâng --max-line", e.Line, e.Limit)
	case source.TooManyFiles:
		return fmt.Sprintf("chứa nhiều tệp hơn giới hạn %d: hãy giải nén trước", e.Limit)
	case source.TooManyPages:
		return fmt.Sprintf("có nhiều trang cần nhận dạng hơn giới hạn %d: hãy chia nhỏ tệp hoặc nâng --max-pages", e.Limit)
	case source.NotRegular:
		return "là thiết bị hoặc đường ống, không phải tệp"
	case source.Unsupported:
		return "không đọc được loại tệp này (" + kindOf(e.What) + "): hãy lưu thành văn bản thuần, .docx hoặc PDF"
	case source.Damaged:
		return "tệp hỏng (" + e.What + "): " + e.Err.Error()
	case source.NoProgram:
		return "cần chương trình " + e.What + " nhưng máy chưa cài: hãy cài poppler-utils, tesseract-ocr và tesseract-ocr-vie, hoặc lấy phần chữ ra trước"
	case source.NoText:
		return kindOf(e.What) + " không có lớp chữ: hãy đọc bằng --ocr (cần tesseract)"
	case source.TooSlow:
		return fmt.Sprintf("quá thời gian cho phép %v: hãy chia nhỏ tệp hoặc nâng --max-time", time.Duration(e.Limit))
	case source.Several:
		return "tệp zip có nhiều tệp: hãy giải nén, hoặc dùng vanban ingest"
	}
	switch {
	case errors.Is(e.Err, fs.ErrNotExist):
		return "không có tệp này"
	case errors.Is(e.Err, fs.ErrPermission):
		return "không có quyền đọc"
	case errors.Is(e.Err, syscall.EISDIR):
		return "là thư mục, không phải tệp"
	}
	return strings.TrimSpace("không đọc được: " + e.Err.Error())
}

// kindOf names a kind of file in Vietnamese; most have names of their own.
func kindOf(what string) string {
	return cmp.Or(map[string]string{
		"an image": "ảnh", "a Word 97 document": "Word 97 (.doc)", "a zip with a password": "zip có mật khẩu", "a PDF with a password": "PDF có mật khẩu",
		"an Office or OpenDocument file other than .docx": "tệp Office hoặc OpenDocument khác .docx",
		"zip in zip": "zip lồng quá sâu", "gzip in gzip": "gzip lồng quá sâu",
	}[what], what)
}

// size writes a limit in bytes for people.
func size(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d byte", n)
}
