using System.Runtime.InteropServices;

namespace Bakeoff.Experiments.Featurize;

/// <summary>Features of clips that come in any order, in temporary files until they are read in theirs.</summary>
/// <remarks>
/// Each file has the clips of one part of the index and is deleted once they are read, so that features take the space of one part twice, and
/// not that of all. Thread-safe while clips are added; then clips are read once, in order.
/// </remarks>
/// <param name="folder">Existing folder for the files.</param>
/// <param name="clipCount">Number of clips.</param>
internal sealed class WaitingFrames(string folder, int clipCount) : IDisposable
{
    private const int ClipsInPart = 1 << 14;
    private const int CopyBytes = 1 << 16;

    private readonly Lock _lock = new();
    private readonly (long Start, long Bytes)[] _places = new (long, long)[clipCount];
    private readonly FileStream?[] _parts = new FileStream?[(clipCount + ClipsInPart - 1) / ClipsInPart];
    private readonly float[] _block = new float[CopyBytes / sizeof(float)];

    /// <summary>Adds all frames of a clip.</summary>
    public void Add(int clip, ClipFrames frames)
    {
        lock (_lock)
        {
            var file = _parts[clip / ClipsInPart] ??= Create();
            var start = file.Position;
            frames.CopyTo(values => file.Write(MemoryMarshal.AsBytes(values.Span)));
            _places[clip] = (start, file.Position - start);
        }
    }

    /// <summary>Reads all frames of a clip, some at a time.</summary>
    public void CopyTo(int clip, Action<ReadOnlySpan<float>> add)
    {
        var part = clip / ClipsInPart;
        if (clip % ClipsInPart == 0 && part > 0)
        {
            _parts[part - 1]?.Dispose();
        }

        var (start, bytes) = _places[clip];
        var file = _parts[part]!;
        file.Position = start;
        while (bytes > 0)
        {
            var read = MemoryMarshal.AsBytes(_block.AsSpan())[..(int)Math.Min(bytes, CopyBytes)];
            file.ReadExactly(read);
            add(_block.AsSpan(0, read.Length / sizeof(float)));
            bytes -= read.Length;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in _parts)
        {
            part?.Dispose();
        }
    }

    private FileStream Create() =>
        new(
            Path.Combine(folder, Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            CopyBytes,
            FileOptions.DeleteOnClose);
}
