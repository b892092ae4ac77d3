using System.Runtime.InteropServices;

namespace Bakeoff.Experiments.Featurize;

/// <summary>Features of one clip until their turn to be written: in memory, or in a temporary file where they are many.</summary>
internal sealed class ClipFrames(string folder) : IDisposable
{
    private const int MostInMemory = 1 << 16;
    private const int CopyBytes = 1 << 16;

    private float[] _values = [];
    private FileStream? _file;

    /// <summary>Adds the next frames.</summary>
    public void Add(ReadOnlySpan<float> frames)
    {
        if (_values.Length == 0 && _file is null && frames.Length <= MostInMemory)
        {
            _values = frames.ToArray();
            return;
        }

        if (_file is null)
        {
            _file = new FileStream(
                Path.Combine(folder, Path.GetRandomFileName()),
                FileMode.CreateNew,
                FileAccess.ReadWrite,
                FileShare.None,
                CopyBytes,
                FileOptions.DeleteOnClose);
            _file.Write(MemoryMarshal.AsBytes(_values.AsSpan()));
            _values = [];
        }

        _file.Write(MemoryMarshal.AsBytes(frames));
    }

    /// <summary>Writes all frames, some at a time.</summary>
    public void CopyTo(Action<ReadOnlyMemory<float>> write)
    {
        if (_file is null)
        {
            write(_values);
            return;
        }

        _file.Position = 0;
        var block = new float[CopyBytes / sizeof(float)];
        int read;
        while ((read = _file.ReadAtLeast(MemoryMarshal.AsBytes(block.AsSpan()), CopyBytes, throwOnEndOfStream: false)) > 0)
        {
            write(block.AsMemory(0, read / sizeof(float)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
