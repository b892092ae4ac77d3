using System.Runtime.Intrinsics;

namespace Bakeoff.Neural.Layers;

/// <summary>Largest value of each feature in a window; among equals the first frame gets the gradient. NaN counts as the largest.</summary>
internal sealed class MaxPooling1dLayer(string name, LayerShape input, int poolSize, int stride)
    : Pooling1dLayer(name, input, poolSize, stride)
{
    private int[] _frames = [];

    protected override void Prepare() => _frames = _frames.Length >= Result.Length ? _frames : new int[Result.Length];

    protected override void PoolWindow(Activations input, Window window, int first, int last)
    {
        var largest = Result.ValueArray.AsSpan((window.Row * input.Width) + first, last - first);
        var best = _frames.AsSpan((window.Row * input.Width) + first, last - first);
        Frame(input.ValueArray, input, window, window.Begin, first, last).CopyTo(largest);
        best.Fill(window.Begin);
        for (var frame = window.Begin + 1; frame < window.End; frame++)
        {
            var values = Frame(input.ValueArray, input, window, frame, first, last);
            var i = 0;
            for (; i <= values.Length - 8; i += 8)
            {
                var value = Vector256.Create<float>(values[i..]);
                var before = Vector256.Create<float>(largest[i..]);
                var isLarger = Vector256.GreaterThan(value, before) | Vector256.AndNot(Vector256.IsNaN(value), Vector256.IsNaN(before));
                Vector256.ConditionalSelect(isLarger, value, before).CopyTo(largest[i..]);
                Vector256.ConditionalSelect(isLarger.AsInt32(), Vector256.Create(frame), Vector256.Create<int>(best[i..])).CopyTo(best[i..]);
            }

            for (; i < values.Length; i++)
            {
                if (values[i] > largest[i] || (float.IsNaN(values[i]) && !float.IsNaN(largest[i])))
                {
                    (best[i], largest[i]) = (frame, values[i]);
                }
            }
        }
    }

    protected override void SpreadWindow(Activations input, Window window, int first, int last)
    {
        var gradients = Result.GradientArray.AsSpan((window.Row * input.Width) + first, last - first);
        var best = _frames.AsSpan((window.Row * input.Width) + first, last - first);
        for (var frame = window.Begin; frame < window.End; frame++)
        {
            // Adding zero to the other frames changes no bit: a sum that began at 0 is never -0.
            var sums = Frame(input.GradientArray, input, window, frame, first, last);
            var i = 0;
            for (; i <= sums.Length - 8; i += 8)
            {
                var isBest = Vector256.Equals(Vector256.Create<int>(best[i..]), Vector256.Create(frame)).AsSingle();
                (Vector256.Create<float>(sums[i..]) + (isBest & Vector256.Create<float>(gradients[i..]))).CopyTo(sums[i..]);
            }

            for (; i < sums.Length; i++)
            {
                sums[i] += best[i] == frame ? gradients[i] : 0;
            }
        }
    }
}
