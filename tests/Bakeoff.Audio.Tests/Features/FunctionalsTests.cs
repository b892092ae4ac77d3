using Bakeoff.Audio.Features;

namespace Bakeoff.Audio.Tests.Features;

public sealed class FunctionalsTests
{
    [Fact]
    public void Compute_Line_HasKnownStatistics()
    {
        var statistics = new float[10];

        Functionals.Compute([1f, 2f, 3f, 4f, 5f], 0.5, statistics);

        statistics.ShouldBe([3f, MathF.Sqrt(2), 1.2f, 2f, 3f, 4f, 4.8f, 4f, 2f, 1f], 1e-6);
    }

    [Fact]
    public void Compute_FramesWithoutValue_AreLeftOut()
    {
        var statistics = new float[10];

        Functionals.Compute([float.NaN, 1f, float.NaN, 3f, 4f], 1, statistics);

        statistics[0].ShouldBe(8f / 3f, 1e-6f);
        statistics[7].ShouldBe(3f);
        statistics[8].ShouldBe(1f, 1e-6f);
        statistics[9].ShouldBe(1f);
    }

    [Fact]
    public void Compute_NoValueAtAll_GivesZeros()
    {
        var statistics = Enumerable.Repeat(7f, 10).ToArray();

        Functionals.Compute([float.NaN, float.NaN], 1, statistics);

        statistics.ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void Extract_ClipNormalized_EachColumnHasMeanZeroAndDeviationOneBeforeItIsSummarised()
    {
        var random = new Bakeoff.Numerics.SeededRandom(1, "noise");
        float[] noise = [.. Enumerable.Range(0, 8000).Select(_ => (float)(0.1 * random.NextGaussian()))];
        var options = new FeatureOptions
        {
            SampleRateHz = 16000, FftLength = 512, HopLength = 256, MelBandCount = 40, MfccCount = 3, Summary = FeatureSummary.Functionals,
            IsClipNormalized = true,
        };

        var row = new FeatureExtractor(options).Extract(noise, 16000).Values;

        for (var column = 0; column < row.Length; column += Functionals.Names.Count)
        {
            // Values are rounded to float32 between normalisation and statistics.
            row[column].ShouldBe(0, 1e-6f);
            row[column + 1].ShouldBe(1, 1e-6f);
            row[column + 7].ShouldBeGreaterThan(2, "the range is left, in deviations");
        }
    }
}
