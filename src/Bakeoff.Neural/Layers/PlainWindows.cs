using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Convolution by definition: one frame for each window, the sum over its taps. For filters of every width and stride.</summary>
internal sealed class PlainWindows(int taps) : WindowTransform
{
    public override int Sources => taps;

    public override int Targets => 1;

    public override int Factors => taps;

    public override int Sums => 1;

    public override void ReadSources(ReadOnlySpan<int> rows, ReadOnlySpan<float> frames, int width, Span<float> factors, int pitch)
    {
        for (var tap = 0; tap < rows.Length; tap++)
        {
            var factor = factors.Slice(tap * pitch, width);
            if (rows[tap] < 0)
            {
                factor.Clear();
            }
            else
            {
                frames.Slice(rows[tap] * width, width).CopyTo(factor);
            }
        }
    }

    public override void WriteTargets(ReadOnlySpan<float> sums, int pitch, ReadOnlySpan<int> rows, Span<float> frames, int width) =>
        sums[..width].CopyTo(frames.Slice(rows[0] * width, width));

    public override void ReadTargets(ReadOnlySpan<int> rows, ReadOnlySpan<float> frames, int width, Span<float> sums, int pitch) =>
        frames.Slice(rows[0] * width, width).CopyTo(sums);

    public override void TransformFilters(ReadOnlySpan<float> weight, int taps, TapOrder order, Span<float> factors, WorkerPool pool)
    {
        var pairs = weight.Length / taps;
        for (var source = 0; source < Sources; source++)
        {
            var tap = order.First + (source * order.Step);
            var factor = factors.Slice(source * pairs, pairs);
            for (var pair = 0; pair < pairs; pair++)
            {
                factor[pair] = weight[(pair * taps) + tap];
            }
        }
    }

    public override void TransformGradients(ReadOnlySpan<float> factors, int taps, Span<float> gradients, WorkerPool pool)
    {
        var pairs = gradients.Length / taps;
        for (var tap = 0; tap < taps; tap++)
        {
            var factor = factors.Slice(tap * pairs, pairs);
            for (var pair = 0; pair < pairs; pair++)
            {
                gradients[(pair * taps) + tap] = factor[pair];
            }
        }
    }
}
