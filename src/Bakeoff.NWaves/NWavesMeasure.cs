using Bakeoff.Audio.Features;
using FeatureExtractor = NWaves.FeatureExtractors.Base.FeatureExtractor;

namespace Bakeoff.NWaves;

/// <summary>Runs an extractor of NWaves over all frames of a clip at once, as its state from frame to frame asks for.</summary>
internal sealed class NWavesMeasure(FrameAnalysis analysis, int rowCount, Func<FeatureExtractor> create) : FrameMeasure
{
    /// <summary>Full scale of 16-bit samples.</summary>
    private const float Scale = 32768;

    /// <inheritdoc/>
    public override int RowCount => rowCount;

    /// <summary>Samples under the window.</summary>
    public static int FrameLength(FeatureOptions options) => options.WindowLength ?? options.FftLength;

    /// <inheritdoc/>
    public override void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        var vectors = create().ComputeFrom(Framed(signal, frameCount));
        for (var frame = 0; frame < frameCount; frame++)
        {
            for (var row = 0; row < rowCount; row++)
            {
                var value = vectors[frame][row];
                rows[(row * stride) + frame] = float.IsFinite(value) ? value : float.NaN;
            }
        }
    }

    /// <summary>The samples from the first frame to one hop behind the last, with zeros beyond both ends of the clip.</summary>
    internal float[] Framed(ReadOnlySpan<float> signal, int frameCount)
    {
        var length = FrameLength(analysis.Options);
        // A window shorter than the transform lies in its middle.
        var start = analysis.Grid.Start(0) + ((analysis.Options.FftLength - length) / 2);
        // Amplitude modulation leaves out the frame that ends with the samples.
        var samples = new float[(frameCount * analysis.Options.HopLength) + length];
        var first = Math.Max(start, 0);
        var count = Math.Min(signal.Length - first, samples.Length - (first - start));
        for (var i = 0; i < count; i++)
        {
            samples[first - start + i] = signal[first + i] * Scale;
        }

        return samples;
    }
}
