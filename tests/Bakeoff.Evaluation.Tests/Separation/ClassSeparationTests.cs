using Bakeoff.Evaluation.Separation;

namespace Bakeoff.Evaluation.Tests.Separation;

public sealed class ClassSeparationTests
{
    // Five speakers, four classes, three clips each, from numpy.random.RandomState(7); the last feature is rounded and has ties.
    private static readonly float[][] Rows =
    [
        [1.691f, -0.466f, 0f], [0.408f, -0.789f, 0f], [-0.001f, -1.755f, 1f], [1.4f, -0.625f, 0f],
        [1.305f, -0.261f, 0f], [-0.653f, 0.555f, 0f], [1.874f, -1.527f, 2f], [1.754f, -0.387f, 2f],
        [1.555f, -1.451f, 1f], [0.112f, 1.049f, 1f], [1.657f, 1.072f, 0f], [2.935f, -2.064f, 1f],
        [-0.204f, 3.462f, 1f], [0.671f, 2.841f, 0f], [1.568f, 1.247f, -1f], [-0.003f, 2.383f, 2f],
        [2.069f, 1.475f, 1f], [2.037f, 2.101f, 1f], [2.468f, 1.691f, 0f], [3.102f, 1.905f, 1f],
        [2.231f, 0.094f, 1f], [5.1f, 1.617f, 1f], [2.206f, 0.95f, 1f], [2.22f, 3.498f, 1f],
        [2.109f, 5.438f, 1f], [1.787f, 4.332f, 0f], [1.807f, 2.222f, 0f], [3.694f, 4.416f, 0f],
        [2.604f, 3.409f, 0f], [4.097f, 5.53f, 1f], [4.149f, 4.677f, 1f], [3.524f, 3.326f, 1f],
        [5.86f, 4.869f, 1f], [3.928f, 3.136f, 1f], [4.792f, 2.557f, 1f], [3.831f, 5.427f, 1f],
        [4.718f, 5.542f, 0f], [3.3f, 7.056f, 0f], [1.766f, 6.183f, 0f], [3.371f, 5.352f, 1f],
        [3.41f, 5.154f, 1f], [3.931f, 5.924f, 1f], [5.089f, 6.362f, 1f], [4.884f, 5.383f, 1f],
        [4.079f, 6.21f, 0f], [3.568f, 6.088f, 1f], [3.448f, 6.373f, 1f], [5.896f, 5.469f, 1f],
        [2.756f, 7.485f, 0f], [3.177f, 7.719f, -1f], [4.014f, 6.206f, 0f], [5.497f, 9.092f, 1f],
        [3.244f, 8.759f, 1f], [5.781f, 7.071f, 1f], [7.46f, 6.503f, 1f], [6.712f, 7.303f, 1f],
        [4.529f, 7.188f, 0f], [6.592f, 7.909f, 2f], [5.46f, 7.869f, 2f], [6.961f, 6.675f, 2f],
    ];

    private static readonly int[] Classes = [.. Enumerable.Range(0, 60).Select(static clip => clip / 3 % 4)];

    private static readonly string[] Speakers = [.. Enumerable.Range(0, 60).Select(static clip => $"s{clip / 12}")];

    [Fact]
    public void Measure_FiveSpeakers_AgreesWithSciPyAndNumPy()
    {
        var (features, speakers) = ClassSeparation.Measure(Rows, Classes, Speakers, new ParallelOptions());

        speakers.ShouldBe(5);

        // scipy.stats.friedmanchisquare 1.10.1 of the means by speaker and class, Holm by hand; both compute in float64.
        double[] eta = [0.45095263662330837, 0.04710096365038336, 0.34567164179104476];
        double[] agreement = [0.84, 0.136, 0.489361702127659];
        double[] p = [0.016759638291907207, 0.5641461991984618, 0.12360704619726338];
        for (var i = 0; i < 3; i++)
        {
            features[i].EtaSquared.ShouldBe(eta[i], 1e-12);
            features[i].Agreement.ShouldBe(agreement[i], 1e-12);
            features[i].P.ShouldBe(p[i], 1e-9);
        }
    }

    [Fact]
    public void Measure_ClipsTwice_ChangeNoTest()
    {
        var (once, _) = ClassSeparation.Measure(Rows, Classes, Speakers, new ParallelOptions());

        var (twice, _) = ClassSeparation.Measure(
            [.. Rows, .. Rows], [.. Classes, .. Classes], [.. Speakers, .. Speakers], new ParallelOptions { MaxDegreeOfParallelism = 1 });

        twice.Select(static feature => feature.P).ShouldBe(once.Select(static feature => feature.P));
    }

    [Fact]
    public void Measure_OneSpeakerWithEveryClass_HasEffectSizesAlone()
    {
        string[] speakers = [.. Speakers.Select((speaker, clip) => speaker == "s0" ? speaker : $"{speaker}{Classes[clip]}")];

        var (features, complete) = ClassSeparation.Measure(Rows, Classes, speakers, new ParallelOptions());

        complete.ShouldBe(1);
        features.ShouldAllBe(static feature => double.IsNaN(feature.P) && double.IsNaN(feature.Agreement) && feature.EtaSquared >= 0);
    }

    [Fact]
    public void Measure_ConstantFeature_SeparatesNothing()
    {
        var (features, _) = ClassSeparation.Measure(
            [.. Rows.Select(static _ => new[] { 3f })], Classes, Speakers, new ParallelOptions());

        features.ShouldBe([new FeatureSeparation(0, 0, 1)]);
    }

    [Theory]
    [InlineData(0.5, 1, 0.47950012218695337)]
    [InlineData(3.84, 1, 0.05004352124870519)]
    [InlineData(12, 6, 0.06196880441665898)]
    [InlineData(48, 6, 1.1816171123593585e-08)]
    [InlineData(200, 3, 4.218541107192018e-43)]
    [InlineData(7, 12, 0.8576135530957782)]
    [InlineData(1e-3, 2, 0.9995001249791693)]
    public void Tail_ChiSquared_AgreesWithSciPy(double value, int degrees, double expected) =>
        ChiSquared.Tail(value, degrees).ShouldBe(expected, expected * 1e-9);
}
