using Bakeoff.Options.Files;

namespace Bakeoff.Experiments.Featurize;

/// <summary>Writes features clip by clip, so that memory does not grow with the corpus.</summary>
internal sealed class FeatureFileWriter : IDisposable
{
    private readonly FileStream _values;
    private readonly string _offsetsPath;
    private readonly List<long> _offsets = [0];
    private readonly int _featureCount;

    /// <param name="folder">Existing folder.</param>
    /// <param name="featureCount">Values in one frame.</param>
    public FeatureFileWriter(string folder, int featureCount)
    {
        _featureCount = featureCount;
        _offsetsPath = Path.Combine(folder, FeatureFiles.OffsetsFile);
        _values = new FileStream(
            Path.Combine(folder, FeatureFiles.ValuesFile),
            FileMode.Create,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 1 << 16);
        NpyFile.WriteHeader(_values, NpyFile.Single, [0, featureCount]);
    }

    /// <summary>Appends one clip.</summary>
    public void Append(ClipFrames frames)
    {
        var count = 0L;
        frames.CopyTo(values =>
        {
            NpyFile.WriteValues(_values, values.Span);
            count += values.Length;
        });
        _offsets.Add(_offsets[^1] + (count / _featureCount));
    }

    /// <summary>
    /// Fills in the number of frames and writes the offsets. Files of a writer that was not completed do not fit together and are refused.
    /// </summary>
    /// <returns>Number of frames.</returns>
    public long Complete()
    {
        _values.Position = 0;
        NpyFile.WriteHeader(_values, NpyFile.Single, [_offsets[^1], _featureCount]);
        _values.Flush();
        NpyFile.WriteInt64(_offsetsPath, _offsets.ToArray());
        return _offsets[^1];
    }

    /// <inheritdoc/>
    public void Dispose() => _values.Dispose();
}
