package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"vanban/corpus"
	"vanban/corpus/index"
	"vanban/pipeline/source"
	"vanban/pipeline/text"
)

// stdinName is the name of standard input in messages and in the YAML.
const stdinName = "stdin"

// readOne reads the one file that the positional arguments name, or standard input. A file
// that cannot be used means that nothing could be read.
func (a *app) readOne(pos []string, limitMB int64) (*text.Source, error) {
	if limitMB < 1 {
		return nil, usagef("--max-size %d: 1...", limitMB)
	}
	if len(pos) > 1 {
		return nil, usagef(a.tr("chỉ nhận một tệp, có %d", "one file at most, got %d"), len(pos))
	}
	var src *text.Source
	var err error
	if len(pos) == 0 || pos[0] == "-" {
		src, err = source.Read(stdinName, a.stdin, limitMB<<20)
	} else {
		src, err = source.Open(pos[0], limitMB<<20)
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
	for _, c := range []struct {
		is   error
		says string
	}{
		{corpus.ErrLocked, "tiến trình khác đang ghi vào kho: hãy đợi nó xong"},
		{index.ErrDamaged, "chỉ mục tìm kiếm bị hỏng: hãy dựng lại bằng vanban reindex"},
		{corpus.ErrDamaged, "kho lưu trữ bị hỏng: hãy nạp lại văn bản bằng vanban ingest"},
		{corpus.ErrNotDirectory, "không phải thư mục: hãy chọn nơi khác bằng --archive"},
		{corpus.ErrNoArchive, "ở đây chưa có kho lưu trữ: hãy lập kho bằng vanban ingest"},
	} {
		if errors.Is(err, c.is) {
			return c.says + " (" + err.Error() + ")"
		}
	}
	return err.Error()
}

// refusal says in Vietnamese why a file was refused.
func refusal(e *source.Error) string {
	switch e.Reason {
	case source.Empty:
		return "tệp rỗng, không có chữ nào"
	case source.Binary:
		return fmt.Sprintf("không phải văn bản: ký tự điều khiển ở dòng %d (byte %d)", e.Line, e.Offset)
	case source.PDF:
		return "là PDF, không phải văn bản: hãy lấy phần chữ ra trước, ví dụ bằng pdftotext -layout"
	case source.UTF16:
		return "văn bản mã UTF-16: hãy chuyển sang UTF-8 trước, ví dụ bằng iconv -f UTF-16 -t UTF-8"
	case source.InvalidUTF8:
		return fmt.Sprintf("sai mã UTF-8 ở dòng %d (byte %d): hãy chuyển sang UTF-8 trước", e.Line, e.Offset)
	case source.TooLarge:
		return fmt.Sprintf("lớn hơn giới hạn %d MB: hãy chia nhỏ tệp hoặc nâng --max-size", e.Limit>>20)
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
