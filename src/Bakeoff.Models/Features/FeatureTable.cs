using Bakeoff.Classifiers;
using Bakeoff.Options.Files;

namespace Bakeoff.Models.Features;

/// <summary>Features of all clips: the frames of clip i are the rows from Offsets[i] up to Offsets[i + 1].</summary>
/// <param name="Values">Row-major [frames, features].</param>
/// <param name="Offsets">[clips + 1], starting at 0.</param>
/// <param name="FeatureCount">Features a frame.</param>
public sealed record FeatureTable(float[] Values, long[] Offsets, int FeatureCount)
{
    /// <summary>File of the values.</summary>
    public const string ValuesFile = "values.npy";

    /// <summary>File of the offsets.</summary>
    public const string OffsetsFile = "offsets.npy";

    /// <summary>Number of clips.</summary>
    public int ClipCount => Offsets.Length - 1;

    /// <summary>Reads what <see cref="FeatureTableWriter"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The two files do not fit each other.</exception>
    public static FeatureTable Read(string folder)
    {
        var (shape, values) = NpyFile.Read<float>(Path.Combine(folder, ValuesFile), NpyFile.Single);
        var (_, offsets) = NpyFile.Read<long>(Path.Combine(folder, OffsetsFile), NpyFile.Int64);
        return shape.Length == 2 && offsets.Length > 0 && offsets[^1] == shape[0]
            ? new FeatureTable(values, offsets, (int)shape[1])
            : throw new InvalidDataException($"{folder}: {ValuesFile} and {OffsetsFile} do not fit each other. Delete them and run Featurize again.");
    }

    /// <summary>The rows of clips that have one each.</summary>
    /// <exception cref="InvalidDataException">A clip has several.</exception>
    public DesignMatrix ToDesignMatrix()
    {
        if (Values.Length / FeatureCount != ClipCount)
        {
            throw new InvalidDataException($"{ClipCount} clips have {Values.Length / FeatureCount} rows, expected one a clip for a classifier. Set features.summary to functionals or mean.");
        }

        return new DesignMatrix(Array.ConvertAll(Values, static value => (double)value), FeatureCount);
    }

    /// <summary>Tables one after the other.</summary>
    /// <param name="tables">At least one; all of as many features a frame.</param>
    public static FeatureTable Join(IReadOnlyList<FeatureTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.Count == 1)
        {
            return tables[0];
        }

        var offsets = new List<long> { 0 };
        foreach (var table in tables)
        {
            var start = offsets[^1];
            offsets.AddRange(table.Offsets.Skip(1).Select(offset => start + offset));
        }

        return new FeatureTable([.. tables.SelectMany(static table => table.Values)], [.. offsets], tables[0].FeatureCount);
    }

    /// <summary>The features of some clips, in the order asked for.</summary>
    /// <param name="clips">Positions of clips; may repeat.</param>
    public FeatureTable Select(IReadOnlyList<int> clips)
    {
        var offsets = new long[clips.Count + 1];
        for (var i = 0; i < clips.Count; i++)
        {
            offsets[i + 1] = offsets[i] + Offsets[clips[i] + 1] - Offsets[clips[i]];
        }

        var values = new float[offsets[^1] * FeatureCount];
        for (var i = 0; i < clips.Count; i++)
        {
            var start = Offsets[clips[i]] * FeatureCount;
            Array.Copy(Values, start, values, offsets[i] * FeatureCount, (offsets[i + 1] - offsets[i]) * FeatureCount);
        }

        return new FeatureTable(values, offsets, FeatureCount);
    }
}
