"""SQLite FTS5 on the documents that BenchmarkArchive indexes: VANBAN_DUMP=FILE go test -bench Archive -benchtime 1x, then
python3 fts5.py FILE. Its text is folded beforehand, which is not counted; times are of the CPU."""
import json, os, sqlite3, sys, tempfile, time, unicodedata


def fold(s):
    s = unicodedata.normalize("NFD", s.lower().replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(c for c in s if not unicodedata.combining(c)))


rows, size, queries = [], 0, []
for line in open(sys.argv[1], encoding="utf-8"):
    x = json.loads(line)
    if isinstance(x, str):
        queries.append(x)
    else:
        size += len((x[1] + x[2]).encode())
        rows.append((x[0], fold(x[1] + "\n" + x[2])))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "fts.db")
    db = sqlite3.connect(path)
    db.execute("pragma journal_mode=off")
    db.execute("pragma synchronous=off")
    db.execute("create virtual table p using fts5(id unindexed, t, tokenize='unicode61')")
    start = time.process_time()
    db.executemany("insert into p values(?,?)", rows)
    db.commit()
    print("index %.1f MB/s, %.2f times the text" % (size / 1e6 / (time.process_time() - start), os.path.getsize(path) / size))
    times = {"words": [], "phrases": []}
    for q in queries:
        kind = "phrases" if q.startswith('"') else "words"
        match = fold(q) if kind == "phrases" else " ".join('"%s"' % w for w in fold(q).split())
        start = time.process_time()
        db.execute("select id, snippet(p,1,'<','>','..',20) from p where p match ? order by rank limit 10", (match,)).fetchall()
        db.execute("select count(*) from p where p match ?", (match,)).fetchone()
        times[kind].append(1000 * (time.process_time() - start))
    for kind, list in times.items():
        list.sort()
        print("%s p50 %.1f ms, p99 %.1f ms" % (kind, list[len(list) // 2], list[len(list) * 99 // 100]))
