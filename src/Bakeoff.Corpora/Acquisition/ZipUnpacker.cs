using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>Unpacks one zip archive from an untrusted source.</summary>
/// <remarks>Everything is checked by the directory before the first byte is written, and again by what the entries really hold.</remarks>
internal sealed class ZipUnpacker(string archive, UnpackOptions options, Func<string, long> freeBytes)
{
    private const int BufferBytes = 1 << 17;

    private readonly string _file = archive;

    /// <summary>Name of the archive in messages. Default: its path.</summary>
    public string Name { get; init; } = archive;

    /// <summary>Unpacks into an existing, empty folder.</summary>
    /// <returns>Every file written, in ordinal order of paths.</returns>
    /// <exception cref="DatasetException">
    /// The archive is none, is damaged, or is unsafe; the folder may then hold some of its files.
    /// </exception>
    /// <exception cref="IOException">The disk cannot take the files.</exception>
    public IReadOnlyList<ManifestEntry> Unpack(string folder, IProgress<AcquisitionProgress>? progress, CancellationToken cancellationToken)
    {
        using var stream = OpenFile();
        using var zip = Open(stream);
        var plan = ZipPlan.Make(Name, zip, stream, options);
        DiskSpace.Require(Name, folder, plan.Bytes, freeBytes);
        var files = new List<ManifestEntry>(plan.Files.Count);
        var bytesDone = 0L;
        foreach (var (path, entry) in plan.Files)
        {
            files.Add(Write(folder, path, entry, cancellationToken));
            bytesDone += entry.Length;
            progress?.Report(new AcquisitionProgress(files.Count, plan.Files.Count, bytesDone, plan.Bytes, path));
        }

        return files;
    }

    /// <summary>Checks the directory of the archive and writes nothing.</summary>
    /// <exception cref="DatasetException">The archive is none, is damaged by its directory, or is unsafe.</exception>
    public void Check()
    {
        using var stream = OpenFile();
        using var zip = Open(stream);
        ZipPlan.Make(Name, zip, stream, options);
    }

    private FileStream OpenFile() => new(_file, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);

    private ZipArchive Open(FileStream stream)
    {
        Span<byte> start = stackalloc byte[64];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (!start.StartsWith("PK"u8))
        {
            throw new DatasetException(
                DatasetProblem.NotAnArchive,
                new ErrorDetails("file begins with {value}")
                {
                    Where = Name,
                    Value = Describe(start),
                    Rule = "a zip archive ('PK')",
                    NextStep = "Download it again, or name a folder instead.",
                });
        }

        try
        {
            var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            _ = zip.Entries.Count;
            return zip;
        }
        catch (InvalidDataException exception)
        {
            throw new DatasetException(
                DatasetProblem.Damaged,
                new ErrorDetails("zip archive of {value} bytes has no readable directory at its end")
                {
                    Where = Name,
                    Value = stream.Length.ToString(CultureInfo.InvariantCulture),
                    NextStep = "It is truncated; download it again.",
                },
                exception);
        }
    }

    private ManifestEntry Write(string folder, string path, ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            using var content = entry.Open();
            return Copy(content, target, path, entry, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(path, new ErrorDetails($"cannot be unpacked: {exception.Message.TrimEnd('.')}"), exception);
        }
        catch (EndOfStreamException exception)
        {
            throw Damaged(path, new ErrorDetails("ends early"), exception);
        }
    }

    private ManifestEntry Copy(Stream content, FileStream target, string path, ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var checksum = new Crc32();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var bytes = 0L;
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                bytes += read;
                if (bytes > entry.Length)
                {
                    throw Damaged(
                        path,
                        new ErrorDetails("holds more than the {value} bytes it declares") { Value = Invariant(entry.Length) });
                }

                hash.AppendData(buffer, 0, read);
                checksum.Append(buffer.AsSpan(0, read));
                target.Write(buffer, 0, read);
            }

            var sum = checksum.GetCurrentHashAsUInt32();
            return bytes == entry.Length && sum == entry.Crc32
                ? new ManifestEntry(path, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()))
                : throw Damaged(
                    path,
                    new ErrorDetails("holds {value}")
                    {
                        Value = string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes with checksum {sum:x8}"),
                        Rule = string.Create(CultureInfo.InvariantCulture, $"{entry.Length} bytes with {entry.Crc32:x8}"),
                    });
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private DatasetException Damaged(string path, ErrorDetails details, Exception? innerException = null) =>
        new(
            DatasetProblem.Damaged,
            details with
            {
                Where = Name,
                What = $"entry {path} {details.What}",
                NextStep = "The archive is damaged; download it again.",
            },
            innerException);

    private static string Describe(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
        {
            return "nothing (0 bytes)";
        }

        var text = new string([.. start.ToArray().TakeWhile(static b => b is >= 0x20 and < 0x7f).Take(24).Select(static b => (char)b)]);
        return text.Length >= 4 ? $"'{text}'" : "bytes " + Convert.ToHexStringLower(start[..Math.Min(8, start.Length)]);
    }

    private static string Invariant(long value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Options of unpacking an archive.</summary>
/// <param name="Limits">Largest content.</param>
/// <param name="NameEncoding">Encoding of names that are not stated to be UTF-8; null for UTF-8 only.</param>
internal sealed record UnpackOptions(AcquisitionLimits Limits, string? NameEncoding);
