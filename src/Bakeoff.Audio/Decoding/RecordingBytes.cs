using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Bakeoff.Audio.Decoding;

/// <summary>The bytes of a recording, in memory or in an open file, viewed at any place.</summary>
/// <remarks>Of a file, one page is in memory at a time. Belongs to one thread.</remarks>
public sealed class RecordingBytes : IDisposable
{
    /// <summary>Longest view.</summary>
    public const int PageBytes = 1 << 18;

    private const int BlockBytes = 1 << 16;
    private const int MostInMemory = 1 << 24;

    private readonly SafeFileHandle? _file;
    private readonly ReadOnlyMemory<byte> _memory;
    private byte[] _page = [];
    private long _pageStart;
    private int _pageLength;

    /// <summary>Views memory.</summary>
    internal RecordingBytes(ReadOnlyMemory<byte> memory) => (_memory, Length) = (memory, memory.Length);

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    internal RecordingBytes(string path)
        : this(File.OpenHandle(path))
    {
    }

    private RecordingBytes(SafeFileHandle file)
    {
        _file = file;
        Length = RandomAccess.GetLength(_file);
        _page = ArrayPool<byte>.Shared.Rent((int)Math.Min(PageBytes, Math.Max(Length, 1)));
    }

    /// <summary>Number of bytes.</summary>
    public long Length { get; }

    /// <summary>Takes everything from a stream: into memory, or into a temporary file where it is long.</summary>
    /// <exception cref="IOException">The stream cannot be read, or the file not written.</exception>
    internal static RecordingBytes Collect(Stream stream)
    {
        using var memory = new MemoryStream();
        var block = new byte[BlockBytes];
        int read;
        while ((read = stream.Read(block)) > 0)
        {
            memory.Write(block, 0, read);
            if (memory.Length > MostInMemory)
            {
                return new RecordingBytes(Spill(memory, stream, block));
            }
        }

        return new RecordingBytes(memory.ToArray());
    }

    private static SafeFileHandle Spill(MemoryStream start, Stream rest, byte[] block)
    {
        // GetTempFileName makes a file that others cannot read.
        var file = File.OpenHandle(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        try
        {
            RandomAccess.Write(file, start.GetBuffer().AsSpan(0, (int)start.Length), 0);
            var length = start.Length;
            int read;
            while ((read = rest.Read(block)) > 0)
            {
                RandomAccess.Write(file, block.AsSpan(0, read), length);
                length += read;
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Bytes from a place on: as many as asked for, or fewer where the recording ends. Valid until the next view.</summary>
    /// <param name="offset">Byte at which the view begins.</param>
    /// <param name="count">At most <see cref="PageBytes"/>.</param>
    public ReadOnlySpan<byte> View(long offset, int count)
    {
        count = (int)Math.Clamp(Length - offset, 0, count);
        if (_file is null)
        {
            return _memory.Span.Slice((int)Math.Min(offset, Length), count);
        }

        if (offset < _pageStart || offset + count > _pageStart + _pageLength)
        {
            (_pageStart, _pageLength) = (offset, 0);
            int read;
            while (_pageLength < _page.Length && (read = RandomAccess.Read(_file, _page.AsSpan(_pageLength), offset + _pageLength)) > 0)
            {
                _pageLength += read;
            }
        }

        // A file that another program cut short meanwhile holds fewer bytes than its length said.
        var start = (int)(offset - _pageStart);
        return _page.AsSpan(start, Math.Clamp(_pageLength - start, 0, count));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_file is { IsClosed: false })
        {
            _file.Dispose();
            ArrayPool<byte>.Shared.Return(_page);
            _page = [];
        }
    }
}
