using Bakeoff.Options;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Featurize;

/// <summary>The two arrays of <see cref="FeatureFiles"/>, as they are in their files.</summary>
/// <param name="Values">All frames, row-major [frames, columns], mapped until this is disposed.</param>
/// <param name="Offsets">Clips + 1 numbers: the frames of clip i are the rows from Offsets[i] up to Offsets[i + 1].</param>
internal sealed record FeatureArrays(MappedArray Values, long[] Offsets) : IDisposable
{
    /// <summary>Values in one frame.</summary>
    public int Columns => (int)Values.Shape[1];

    /// <summary>Opens the features in a folder.</summary>
    /// <exception cref="TableException">The two files do not fit together.</exception>
    /// <exception cref="NpyFormatException">A file cannot be read as the array that it should hold.</exception>
    public static FeatureArrays Open(string folder)
    {
        try
        {
            return OpenBoth(folder);
        }
        catch (NpyFormatException exception)
        {
            exception.NextStep = "Delete the file and run Featurize again.";
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();

    private static FeatureArrays OpenBoth(string folder)
    {
        var path = Path.Combine(folder, FeatureFiles.ValuesFile);
        var values = NpyFile.Map(path);
        try
        {
            var (_, offsets) = NpyFile.Read<long>(Path.Combine(folder, FeatureFiles.OffsetsFile), NpyFile.Int64);
            if (values.Shape.Count != 2 || offsets.Length == 0 || offsets[^1] != values.Shape[0])
            {
                throw new TableException(path, new ErrorDetails($"{FeatureFiles.ValuesFile} has shape {{value}}, which does not fit {FeatureFiles.OffsetsFile}")
                {
                    Where = folder,
                    Value = $"[{string.Join(", ", values.Shape)}]",
                    Rule = FormattableString.Invariant($"[{offsets.LastOrDefault()}, features]"),
                    NextStep = "Delete both files and run Featurize again.",
                });
            }

            return new FeatureArrays(values, offsets);
        }
        catch
        {
            values.Dispose();
            throw;
        }
    }
}
