using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Bakeoff.Audio.Decoding;

/// <summary>The bytes of a recording, in memory or in an open file, viewed at any place.</summary>
/// <remarks>Of a file, one page is in memory at a time. Belongs to one thread.</remarks>
internal sealed class RecordingBytes : IDisposable
{
    /// <summary>Longest view.</summary>
    public const int PageBytes = 1 << 18;

    private readonly SafeFileHandle? _file;
    private readonly ReadOnlyMemory<byte> _memory;
    private byte[] _page = [];
    private long _pageStart;
    private int _pageLength;

    /// <summary>Views memory.</summary>
    public RecordingBytes(ReadOnlyMemory<byte> memory) => (_memory, Length) = (memory, memory.Length);

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public RecordingBytes(string path)
    {
        _file = File.OpenHandle(path);
        Length = RandomAccess.GetLength(_file);
        _page = ArrayPool<byte>.Shared.Rent((int)Math.Min(PageBytes, Math.Max(Length, 1)));
    }

    /// <summary>Number of bytes.</summary>
    public long Length { get; }

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
