using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Tests;

public sealed class GroupNormTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Measure_AnySamples_GivesEachChannelOfTheConvolutionItsMeanAndSpread(bool hasFilterBias)
    {
        // 101 samples: the last window ends before the last sample.
        const int Steps = 19;
        var shape = new ConvolutionShape(1, 3, 10, 5);
        var random = new SeededRandom(1, "group norm");
        var (samples, filters) = (Draw(random, 101), Draw(random, 30));
        var filterBias = hasFilterBias ? Draw(random, 3) : null;
        float[] weight = [1, 2, -0.5f], bias = [0, -1, 3];
        var outputs = new float[Steps * 3];
        new Convolution(shape, filters, filterBias).Apply(samples, Steps, outputs, 3, WorkerPool.Serial);

        var (scale, shift) = new GroupNorm(shape, filters, filterBias, weight, bias).Measure(samples);

        shape.CountOutputs(101).ShouldBe(Steps);
        for (var channel = 0; channel < 3; channel++)
        {
            var (factor, addend) = ((double)scale[channel], shift[channel]);
            double[] normalised = [.. outputs.Skip(channel).Where((_, i) => i % 3 == 0).Select(value => (value * factor) + addend)];

            // Outputs, factor and shift are float32; the variance is short of 1 by epsilon over that of the outputs.
            var moments = Moments.Of(normalised);
            moments.Mean.ShouldBe(bias[channel], 1e-5);
            moments.StandardDeviation.ShouldBe(Math.Abs(weight[channel]), 1e-4);
        }
    }

    private static float[] Draw(SeededRandom random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
}
