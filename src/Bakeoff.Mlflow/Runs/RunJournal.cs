using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Files;
using Microsoft.Win32.SafeHandles;

namespace Bakeoff.Mlflow.Runs;

/// <summary>
/// The logged values of a run, in order, on disk before they are anywhere else; read back by the sender, so the journal is the queue too.
/// Lines of JSON in <c>NAME.jsonl</c>, the delivered length in <c>NAME.ack</c>, contents of artifacts in <c>NAME.files/</c>, and
/// <c>NAME.lock</c> held by the owner.
/// </summary>
/// <remarks>
/// A line reaches the operating system before the logging call returns: it survives the end of the process, but not a power cut.
/// </remarks>
internal sealed class RunJournal : IDisposable
{
    internal const string Extension = ".jsonl";
    private const string NameInRunFolder = "journal";
    private readonly Lock _gate = new();
    private readonly StoreLock _owner;
    private readonly SafeFileHandle _lines;
    private readonly SafeFileHandle _ack;
    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private readonly Utf8JsonWriter _json;
    private long _length;
    private long _pending;
    private bool _isClosed;

    private RunJournal(string path, StoreLock owner, FileMode mode)
    {
        Path = path;
        _owner = owner;
        _lines = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _ack = File.OpenHandle(AckPath(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _json = new Utf8JsonWriter(_buffer);
    }

    internal string Path { get; }

    internal JournalHeader Header { get; private set; } = null!;

    internal string FilesFolder => System.IO.Path.ChangeExtension(Path, ".files");

    /// <summary>Bytes delivered.</summary>
    internal long Acknowledged { get; private set; }

    /// <summary>Bytes written.</summary>
    internal long Length => Interlocked.Read(ref _length);

    /// <summary>Entries written and not delivered.</summary>
    internal long PendingCount => Interlocked.Read(ref _pending);

    /// <summary>Path of the journal of a run in a file store; it lies beside meta.yaml, where MLflow does not look.</summary>
    internal static string PathIn(string runFolder) => System.IO.Path.Combine(runFolder, NameInRunFolder + Extension);

    /// <summary>Path of the journal of a server's run. The names of journals are in the order of the starts of their runs.</summary>
    internal static string PathIn(string journalFolder, JournalHeader header) =>
        System.IO.Path.Combine(
            journalFolder, string.Create(CultureInfo.InvariantCulture, $"{header.StartTimeMs:D15}-{header.ClientKey}{Extension}"));

    /// <summary>
    /// True if another journal beside this one belongs to a run with this key, so that the store may lack that run only for now.
    /// </summary>
    internal bool IsAwaited(string clientKey) =>
        Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!, $"*-{clientKey}{Extension}")
            .Any(path => System.IO.Path.GetFileName(path) != System.IO.Path.GetFileName(Path));

    internal static RunJournal Create(string path, JournalHeader header)
    {
        StoreLock? owner;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            owner = StoreLock.TryTake(LockPath(path));
        }
        catch (Exception exception) when (DiskErrors.IsDiskError(exception))
        {
            throw CannotWrite(path, exception);
        }

        if (owner is null)
        {
            throw new MlflowException("another process writes this journal")
            {
                Where = path,
                Rule = "one process for each run",
                NextStep = "Start a separate run for each process.",
                Endpoint = path,
            };
        }

        var journal = new RunJournal(path, owner, FileMode.Create);
        journal.Header = header;
        journal.Acknowledge(0, 0);
        journal.Append(new JournalEntry { Kind = JournalEntry.HeaderKind, Header = header });
        return journal;
    }

    /// <summary>Takes over the journal of a process that is gone; null if its process lives or the file holds no whole header.</summary>
    internal static RunJournal? TryTakeOver(string path)
    {
        if (!File.Exists(path) || StoreLock.TryTake(LockPath(path)) is not { } owner)
        {
            return null;
        }

        var journal = new RunJournal(path, owner, FileMode.Open);
        journal.RecoverLengths();
        if (journal.Read(0, 1) is [{ Entry.Header: { } header }])
        {
            journal.Header = header;
            return journal;
        }

        journal.Dispose();
        return null;
    }

    internal void AppendMetric(Metric metric)
    {
        lock (_gate)
        {
            WriteMetric(metric);
            FlushBuffer(1);
        }
    }

    internal void AppendMetrics(IEnumerable<Metric> metrics)
    {
        lock (_gate)
        {
            int count = 0;
            foreach (Metric metric in metrics)
            {
                WriteMetric(metric);
                count++;
            }

            FlushBuffer(count);
        }
    }

    internal void Append(params ReadOnlySpan<JournalEntry> entries)
    {
        lock (_gate)
        {
            foreach (JournalEntry entry in entries)
            {
                JsonSerializer.Serialize(_json, entry, JournalJson.Default.JournalEntry);
                EndLine();
            }

            FlushBuffer(entries.Length);
        }
    }

    /// <summary>Reads whole lines from an offset.</summary>
    /// <returns>Entries, each with the offset behind it.</returns>
    internal IReadOnlyList<(JournalEntry Entry, long End)> Read(long offset, int most)
    {
        const int blockBytes = 1 << 18;
        var entries = new List<(JournalEntry, long)>();
        byte[] block = ArrayPool<byte>.Shared.Rent(blockBytes);
        try
        {
            int size = (int)Math.Min(block.Length, Length - offset);
            int count = ReadFully(block.AsSpan(0, Math.Max(size, 0)), offset);
            int start = 0;
            while (entries.Count < most)
            {
                int end = block.AsSpan(start, count - start).IndexOf((byte)'\n');
                if (end < 0 && start == 0 && count == block.Length)
                {
                    // One line, such as a long note, exceeds the block.
                    byte[] larger = ArrayPool<byte>.Shared.Rent(block.Length * 2);
                    ArrayPool<byte>.Shared.Return(block);
                    block = larger;
                    count = ReadFully(block.AsSpan(0, (int)Math.Min(block.Length, Length - offset)), offset);
                    continue;
                }

                if (end < 0)
                {
                    break;
                }

                JournalEntry entry = JsonSerializer.Deserialize(block.AsSpan(start, end), JournalJson.Default.JournalEntry)!;
                start += end + 1;
                entries.Add((entry, offset + start));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return entries;
    }

    internal void Acknowledge(long offset, int entries)
    {
        // 21 bytes at a fixed offset: one page, so never half old and half new.
        Span<byte> text = stackalloc byte[21];
        Encoding.ASCII.GetBytes(offset.ToString("D20", CultureInfo.InvariantCulture) + "\n", text);
        RandomAccess.Write(_ack, text, 0);
        Acknowledged = offset;
        Interlocked.Add(ref _pending, -entries);
    }

    /// <summary>Copies a file beside the journal, so that the caller may change or remove the original.</summary>
    /// <returns>Name of the copy, for <see cref="JournalEntry.Text"/>.</returns>
    internal async Task<string> KeepAsync(Stream content, CancellationToken cancellationToken)
    {
        string name = Guid.NewGuid().ToString("N");
        try
        {
            await StoreFile.WriteAsync(KeptPath(name), content, FilesFolder, progress: null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DiskErrors.IsDiskError(exception))
        {
            throw CannotWrite(FilesFolder, exception);
        }

        return name;
    }

    internal string KeptPath(string name) => System.IO.Path.Combine(FilesFolder, name);

    /// <summary>Removes the journal; everything in it is delivered.</summary>
    internal void Delete()
    {
        Close();
        File.Delete(Path);
        File.Delete(AckPath(Path));
        if (Directory.Exists(FilesFolder))
        {
            Directory.Delete(FilesFolder, recursive: true);
        }

        _owner.Dispose();
        File.Delete(LockPath(Path));
    }

    public void Dispose()
    {
        Close();
        _owner.Dispose();
    }

    // Another thread may log at the moment in which the run ends; values that come too late are dropped.
    private void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _lines.Dispose();
            _ack.Dispose();
        }
    }

    private static MlflowException CannotWrite(string path, Exception exception)
    {
        MlflowException error = DiskErrors.Translate(exception, path);
        error.NextStep = "Free some space, or choose another JournalFolder.";
        return error;
    }

    private static string AckPath(string path) => System.IO.Path.ChangeExtension(path, ".ack");

    private static string LockPath(string path) => System.IO.Path.ChangeExtension(path, ".lock");

    private void WriteMetric(Metric metric)
    {
        _json.WriteStartObject();
        _json.WriteString("kind"u8, JournalEntry.MetricKind);
        _json.WriteString("k"u8, metric.Key);
        if (double.IsFinite(metric.Value))
        {
            _json.WriteNumber("v"u8, metric.Value);
        }
        else
        {
            _json.WriteString("v"u8, metric.Value.ToString(CultureInfo.InvariantCulture));
        }

        _json.WriteNumber("ms"u8, metric.TimestampMs);
        _json.WriteNumber("s"u8, metric.Step);
        _json.WriteEndObject();
        EndLine();
    }

    private void EndLine()
    {
        _json.Flush();
        _json.Reset();
        _buffer.GetSpan(1)[0] = (byte)'\n';
        _buffer.Advance(1);
    }

    private void FlushBuffer(int entries)
    {
        ReadOnlySpan<byte> bytes = _buffer.WrittenSpan;
        try
        {
            if (_isClosed)
            {
                return;
            }

            RandomAccess.Write(_lines, bytes, _length);
            Interlocked.Add(ref _pending, entries);
            Interlocked.Add(ref _length, bytes.Length);
        }
        catch (IOException exception)
        {
            throw CannotWrite(Path, exception);
        }
        finally
        {
            _buffer.ResetWrittenCount();
        }
    }

    private int ReadFully(Span<byte> target, long offset)
    {
        int total = 0;
        int count;
        while (total < target.Length && (count = RandomAccess.Read(_lines, target[total..], offset + total)) > 0)
        {
            total += count;
        }

        return total;
    }

    private void RecoverLengths()
    {
        Span<byte> text = stackalloc byte[20];
        bool known = RandomAccess.Read(_ack, text, 0) == text.Length
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        Acknowledged = known ? long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

        // The last line may be incomplete: its logging call never returned, so no caller counts on it.
        _length = RandomAccess.GetLength(_lines);
        long whole = Math.Min(Acknowledged, _length);
        byte[] block = new byte[1 << 16];
        long at = whole;
        int count;
        while ((count = RandomAccess.Read(_lines, block, at)) > 0)
        {
            int last = block.AsSpan(0, count).LastIndexOf((byte)'\n');
            whole = last < 0 ? whole : at + last + 1;
            int wholeBytes = (int)Math.Max(0, Math.Min(count, whole - at));
            _pending += block.AsSpan(0, wholeBytes).Count((byte)'\n');
            at += count;
        }

        _length = whole;
        RandomAccess.SetLength(_lines, whole);
    }
}
