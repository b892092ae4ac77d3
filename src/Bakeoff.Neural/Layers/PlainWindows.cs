using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Convolution by definition: one frame for each window, the sum over its taps and their channels, in one product. For filters of
/// every width and stride.</summary>
/// <param name="sources">Frames that a window reads.</param>
/// <param name="together">Pairs of a filter and a channel that lie beside each other for one tap: the channels of a filter where the matrix of
/// filters is [filters, sources, channels], all pairs where it is [sources, pairs].</param>
internal sealed class PlainWindows(int sources, int together) : WindowTransform
{
    public override int Sources => sources;

    public override int Targets => 1;

    public override int Factors => 1;

    public override int FramesOfFactor => sources;

    public override void ReadSources(in WindowTable.Run run, ReadOnlySpan<float> frames, int width, Span<float> factors, int pitch)
    {
        var depth = sources * width;
        for (var tap = 0; tap < sources; tap++)
        {
            var row = run.Source(tap);
            if (row < 0)
            {
                RowKernels.ClearRows(run.Count, factors[(tap * width)..], depth, width);
            }
            else
            {
                RowKernels.CopyRows(run.Count, frames[(row * width)..], run.SourceStep * width, factors[(tap * width)..], depth, width);
            }
        }
    }

    public override void WriteTargets(ReadOnlySpan<float> sums, int pitch, in WindowTable.Run run, Span<float> frames, int width) =>
        RowKernels.CopyRows(run.Count, sums, width, frames[(run.Target(0) * width)..], run.TargetStep * width, width);

    public override void ReadTargets(in WindowTable.Run run, ReadOnlySpan<float> frames, int width, Span<float> sums, int pitch) =>
        RowKernels.CopyRows(run.Count, frames[(run.Target(0) * width)..], run.TargetStep * width, sums, width, width);

    public override void TransformFilters(ReadOnlySpan<float> weight, int taps, TapOrder order, Span<float> factors, WorkerPool pool)
    {
        for (var first = 0; first < weight.Length; first += together * taps)
        {
            for (var source = 0; source < sources; source++)
            {
                var tap = order.First + (source * order.Step);
                var factor = factors.Slice((first / taps * sources) + (source * together), together);
                for (var pair = 0; pair < together; pair++)
                {
                    factor[pair] = weight[first + (pair * taps) + tap];
                }
            }
        }
    }

    public override void TransformGradients(ReadOnlySpan<float> factors, int taps, Span<float> gradients, WorkerPool pool)
    {
        for (var first = 0; first < gradients.Length; first += together * taps)
        {
            for (var tap = 0; tap < taps; tap++)
            {
                var factor = factors.Slice(first + (tap * together), together);
                for (var pair = 0; pair < together; pair++)
                {
                    gradients[first + (pair * taps) + tap] = factor[pair];
                }
            }
        }
    }
}
