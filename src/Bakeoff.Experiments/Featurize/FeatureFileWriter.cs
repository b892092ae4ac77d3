using Bakeoff.Audio.Features;
using Bakeoff.Options.Files;

namespace Bakeoff.Experiments.Featurize;

/// <summary>Writes features clip by clip, so that memory does not grow with the corpus.</summary>
internal sealed class FeatureFileWriter : IDisposable
{
    private readonly FileStream _values;
    private readonly string _offsetsPath;
    private readonly List<long> _offsets = [0];
    private readonly int _featureCount;
    private readonly string _type;

    /// <param name="folder">Existing folder.</param>
    /// <param name="featureCount">Values in one frame.</param>
    /// <param name="store">Type of the numbers; values for float16 are rounded to it.</param>
    public FeatureFileWriter(string folder, int featureCount, FeatureStore store)
    {
        _featureCount = featureCount;
        _type = store == FeatureStore.Float16 ? NpyFile.Half : NpyFile.Single;
        _offsetsPath = Path.Combine(folder, FeatureFiles.OffsetsFile);
        _values = new FileStream(
            Path.Combine(folder, FeatureFiles.ValuesFile),
            FileMode.Create,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 1 << 16);
        NpyFile.WriteHeader(_values, _type, [0, featureCount]);
    }

    /// <summary>Appends one clip.</summary>
    public void Append(ClipFrames frames)
    {
        var count = 0L;
        frames.CopyTo(values =>
        {
            if (_type == NpyFile.Half)
            {
                NpyFile.WriteValues<Half>(_values, Array.ConvertAll(values.ToArray(), static value => (Half)value));
            }
            else
            {
                NpyFile.WriteValues(_values, values.Span);
            }

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
        NpyFile.WriteHeader(_values, _type, [_offsets[^1], _featureCount]);
        _values.Flush();
        NpyFile.WriteInt64(_offsetsPath, _offsets.ToArray());
        return _offsets[^1];
    }

    /// <inheritdoc/>
    public void Dispose() => _values.Dispose();
}
