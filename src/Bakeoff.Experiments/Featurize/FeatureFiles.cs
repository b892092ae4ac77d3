using Bakeoff.Neural.Data;
using Bakeoff.Options;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Featurize;

/// <summary>
/// Features of all clips as two NumPy files: <c>values.npy</c> float32 [frames, features] and <c>offsets.npy</c> int64 [clips + 1].
/// </summary>
/// <remarks>The frames of clip i are the rows from offsets[i] up to offsets[i + 1].</remarks>
public static class FeatureFiles
{
    /// <summary>File of the values.</summary>
    public const string ValuesFile = "values.npy";

    /// <summary>File of the offsets.</summary>
    public const string OffsetsFile = "offsets.npy";

    /// <summary>Reads the features in a folder.</summary>
    /// <exception cref="TableException">The two files do not fit together.</exception>
    /// <exception cref="NpyFormatException">A file cannot be read as the array that it should hold.</exception>
    public static SequenceSet Read(string folder)
    {
        try
        {
            return ReadBoth(folder);
        }
        catch (NpyFormatException exception)
        {
            exception.NextStep = "Delete the file and run Featurize again.";
            throw;
        }
    }

    private static SequenceSet ReadBoth(string folder)
    {
        var path = Path.Combine(folder, ValuesFile);
        var (shape, values) = NpyFile.Read<float>(path, NpyFile.Single);
        var (_, offsets) = NpyFile.Read<long>(Path.Combine(folder, OffsetsFile), NpyFile.Int64);
        if (shape.Length != 2 || offsets.Length == 0 || offsets[^1] != shape[0])
        {
            throw new TableException(path, new ErrorDetails($"{ValuesFile} has shape {{value}}, which does not fit {OffsetsFile}")
            {
                Where = folder,
                Value = $"[{string.Join(", ", shape)}]",
                Rule = FormattableString.Invariant($"[{offsets.LastOrDefault()}, features]"),
                NextStep = "Delete both files and run Featurize again.",
            });
        }

        return new SequenceSet(values, offsets, (int)shape[1]);
    }
}
