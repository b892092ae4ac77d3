using System.Runtime.InteropServices;

namespace Bakeoff.Experiments.Featurize;

/// <summary>Features of clips that come in any order, in a temporary file until they are read in another.</summary>
/// <remarks>Thread-safe while clips are added.</remarks>
/// <param name="folder">Existing folder for the file.</param>
/// <param name="clipCount">Number of clips.</param>
internal sealed class WaitingFrames(string folder, int clipCount) : IDisposable
{
    private const int CopyBytes = 1 << 16;

    private readonly Lock _lock = new();
    private readonly (long Start, long Bytes)[] _places = new (long, long)[clipCount];
    private readonly FileStream _file = new(
        Path.Combine(folder, Path.GetRandomFileName()),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        CopyBytes,
        FileOptions.DeleteOnClose);

    /// <summary>Adds all frames of a clip.</summary>
    public void Add(int clip, ClipFrames frames)
    {
        lock (_lock)
        {
            var start = _file.Position;
            frames.CopyTo(values => _file.Write(MemoryMarshal.AsBytes(values.Span)));
            _places[clip] = (start, _file.Position - start);
        }
    }

    /// <summary>Reads all frames of a clip, some at a time.</summary>
    public void CopyTo(int clip, Action<ReadOnlySpan<float>> add)
    {
        var (start, bytes) = _places[clip];
        _file.Position = start;
        var block = new float[CopyBytes / sizeof(float)];
        while (bytes > 0)
        {
            var part = MemoryMarshal.AsBytes(block.AsSpan())[..(int)Math.Min(bytes, CopyBytes)];
            _file.ReadExactly(part);
            add(block.AsSpan(0, part.Length / sizeof(float)));
            bytes -= part.Length;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
