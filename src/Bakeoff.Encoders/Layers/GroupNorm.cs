using Bakeoff.Encoders.Configuration;

namespace Bakeoff.Encoders.Layers;

/// <summary>Group normalisation of the first convolution over samples, each channel a group of its own (Wu and He, 2018).</summary>
/// <remarks>
/// An output is a weighted sum of the samples under a window. Mean and variance of a channel over all windows therefore follow from the
/// means of the samples at each place of a window and from their products with one another: the outputs need not exist. Sums are float64
/// over ascending windows.
/// </remarks>
internal sealed class GroupNorm
{
    private const float Epsilon = 1e-5f;

    private readonly ConvolutionShape _shape;
    private readonly float[] _filters;
    private readonly float[]? _filterBias;
    private readonly float[] _weight;
    private readonly float[] _bias;

    /// <param name="shape">Form of the convolution, of one input.</param>
    /// <param name="filters">Its weights, [channels, 1, kernel]; kept.</param>
    /// <param name="filterBias">Its bias, [channels]; null for none.</param>
    /// <param name="weight">Factor of each normalised channel.</param>
    /// <param name="bias">What is added to it.</param>
    public GroupNorm(ConvolutionShape shape, float[] filters, float[]? filterBias, float[] weight, float[] bias) =>
        (_shape, _filters, _filterBias, _weight, _bias) = (shape, filters, filterBias, weight, bias);

    /// <summary>The normalisation over all windows of some samples as a factor and a shift of each channel.</summary>
    public (float[] Scale, float[] Shift) Measure(ReadOnlySpan<float> samples)
    {
        var kernel = _shape.Kernel;
        var (means, products) = MeasureWindows(samples);
        var (scale, shift) = (new float[_shape.Channels], new float[_shape.Channels]);
        for (var channel = 0; channel < scale.Length; channel++)
        {
            var filter = _filters.AsSpan(channel * kernel, kernel);
            var (mean, variance) = (0.0, 0.0);
            for (var k = 0; k < kernel; k++)
            {
                mean += filter[k] * means[k];
                for (var l = 0; l < kernel; l++)
                {
                    variance += filter[k] * (double)filter[l] * (products[k, l] - (means[k] * means[l]));
                }
            }

            var factor = _weight[channel] / Math.Sqrt(Math.Max(0, variance) + Epsilon);
            mean += _filterBias?[channel] ?? 0;
            (scale[channel], shift[channel]) = ((float)factor, (float)(_bias[channel] - (mean * factor)));
        }

        return (scale, shift);
    }

    /// <summary>Mean of the samples at each place of a window, and of the products of each two of them.</summary>
    private (double[] Means, double[,] Products) MeasureWindows(ReadOnlySpan<float> samples)
    {
        var (kernel, count) = (_shape.Kernel, _shape.CountOutputs(samples.Length));
        var (means, products) = (new double[kernel], new double[kernel, kernel]);
        for (var start = 0; start + kernel <= samples.Length; start += _shape.Stride)
        {
            var window = samples.Slice(start, kernel);
            for (var k = 0; k < kernel; k++)
            {
                double value = window[k];
                means[k] += value;
                for (var l = 0; l <= k; l++)
                {
                    products[k, l] = Math.FusedMultiplyAdd(value, window[l], products[k, l]);
                }
            }
        }

        for (var k = 0; k < kernel; k++)
        {
            means[k] /= count;
            for (var l = 0; l <= k; l++)
            {
                products[k, l] /= count;
                products[l, k] = products[k, l];
            }
        }

        return (means, products);
    }
}
