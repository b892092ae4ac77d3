using Bakeoff.Neural.Data;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Featurize;

/// <summary>
/// Features of all clips as two NumPy files: <c>values.npy</c> float32 or float16 [frames, features] and <c>offsets.npy</c> int64 [clips + 1].
/// </summary>
/// <remarks>The frames of clip i are the rows from offsets[i] up to offsets[i + 1].</remarks>
public static class FeatureFiles
{
    /// <summary>File of the values.</summary>
    public const string ValuesFile = "values.npy";

    /// <summary>File of the offsets.</summary>
    public const string OffsetsFile = "offsets.npy";

    /// <summary>Opens the features in a folder. Memory: 32 bytes a clip; the values stay in their file.</summary>
    /// <exception cref="TableException">The two files do not fit together.</exception>
    /// <exception cref="NpyFormatException">A file cannot be read as the array that it should hold.</exception>
    public static MappedFeatures Open(string folder)
    {
        var arrays = FeatureArrays.Open(folder);
        try
        {
            return new MappedFeatures(arrays, new SequenceSet(arrays.Values, arrays.Offsets, arrays.Columns));
        }
        catch
        {
            arrays.Dispose();
            throw;
        }
    }
}

/// <summary>Features of all clips in their file, which is mapped into memory until this is disposed.</summary>
public sealed class MappedFeatures : IDisposable
{
    private readonly FeatureArrays _arrays;

    internal MappedFeatures(FeatureArrays arrays, SequenceSet clips)
    {
        _arrays = arrays;
        Clips = clips;
    }

    /// <summary>The features, in the index's order; not to be used once this is disposed.</summary>
    public SequenceSet Clips { get; }

    /// <summary>Throws if the file was written to since it was opened, so that no result stands on a mixture of two.</summary>
    /// <exception cref="NpyFormatException">The file was changed.</exception>
    public void RequireUnchanged() => _arrays.Values.RequireUnchanged();

    /// <inheritdoc/>
    public void Dispose() => _arrays.Dispose();
}
