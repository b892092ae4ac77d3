using System.Globalization;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Bakeoff.Options.Files;

/// <summary>
/// An array of 32-bit or 16-bit floats in a NumPy file, mapped into memory: a part is read from the file when it is looked at.
/// </summary>
/// <remarks>
/// Its pages belong to the file: the system takes them back when memory is short, and they are no private memory of the process. The length
/// of the file is compared at each look, because a page that is gone ends the process; <see cref="RequireUnchanged"/> compares the time of
/// change as well. Thread-safe until it is disposed; no span may outlive that.
/// </remarks>
public sealed class MappedArray : IDisposable
{
    private readonly string _path;
    private readonly long _start;
    private readonly SafeFileHandle _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _fileLength;
    private readonly DateTime _changed;
    private readonly bool _isHalf;
    private readonly unsafe byte* _pointer;

    /// <param name="path">The file.</param>
    /// <param name="start">Bytes before the first value.</param>
    /// <param name="shape">Lengths of the axes.</param>
    /// <param name="isHalf">True for 16-bit floats.</param>
    internal unsafe MappedArray(string path, long start, long[] shape, bool isHalf)
    {
        (_path, _start, Shape, Length, _isHalf) = (path, start, shape, NpyFile.CountOf(shape), isHalf);
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        _fileLength = start + (Length * (isHalf ? sizeof(ushort) : sizeof(float)));
        _changed = File.GetLastWriteTimeUtc(_file);
        _map = MemoryMappedFile.CreateFromFile(
            _file,
            mapName: null,
            capacity: 0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: true);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
    }

    /// <summary>Lengths of the axes, outermost first.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Number of values.</summary>
    public long Length { get; }

    /// <summary>Some values in C order: 32-bit floats without a copy, 16-bit ones in a new array.</summary>
    /// <param name="first">Position of the first.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The values are not all in the array.</exception>
    /// <exception cref="NpyFormatException">The file has not the length that it had when it was opened.</exception>
    public unsafe ReadOnlySpan<float> Slice(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Length - count);
        ObjectDisposedException.ThrowIf(_view.SafeMemoryMappedViewHandle.IsClosed, this);
        RequireLength();
        if (!_isHalf)
        {
            return new ReadOnlySpan<float>(_pointer + _start + (first * sizeof(float)), count);
        }

        var values = GC.AllocateUninitializedArray<float>(count);
        HalfFloats.Widen(new ReadOnlySpan<Half>(_pointer + _start + (first * sizeof(ushort)), count), values);
        return values;
    }

    /// <summary>Throws if the file was written to since it was opened. A file that was replaced by another is not this one.</summary>
    /// <exception cref="NpyFormatException">The file was changed, or has another length.</exception>
    public void RequireUnchanged()
    {
        RequireLength();
        var changed = File.GetLastWriteTimeUtc(_file);
        if (changed != _changed)
        {
            throw new NpyFormatException(_path, new ErrorDetails("the file was changed at {value} while it was read")
            {
                Value = changed.ToString("u", CultureInfo.InvariantCulture),
                Rule = "no change while it is read",
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_view.SafeMemoryMappedViewHandle.IsClosed)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
    }

    private void RequireLength()
    {
        var length = RandomAccess.GetLength(_file);
        if (length != _fileLength)
        {
            throw new NpyFormatException(_path, new ErrorDetails("the file has {value} bytes")
            {
                Value = length.ToString(CultureInfo.InvariantCulture),
                Rule = FormattableString.Invariant($"{_fileLength}, as when it was opened"),
            });
        }
    }
}
