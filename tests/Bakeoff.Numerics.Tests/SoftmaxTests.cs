namespace Bakeoff.Numerics.Tests;

public sealed class SoftmaxTests
{
    [Fact]
    public void Probabilities_LargeLogits_SumToOneWithoutOverflow()
    {
        var probabilities = new double[3];
        Softmax.Probabilities([1000f, 1001f, 998f], probabilities);

        // The log-sum of 1001 is known to 1e-13 only, and so are its differences from the logits.
        probabilities.Sum().ShouldBe(1, 1e-12);
        (probabilities[1] / probabilities[0]).ShouldBe(Math.E, 1e-12);
        Softmax.LogSum([1000f, 1001f, 998f]).ShouldBe(1001 + Math.Log(1 + Math.Exp(-1) + Math.Exp(-3)), 1e-12);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1003)]
    public void Probabilities_ManyClasses_AreThoseOfOneNumberAfterTheOther(int classes)
    {
        var random = new SeededRandom(4, "logits");
        float[] logits = [.. Enumerable.Range(0, classes).Select(_ => (float)(4 * random.NextGaussian()))];
        var sum = logits.Aggregate(0.0, (sum, logit) => sum + DeterministicMath.Exp(logit - (double)logits.Max()));
        var logSum = logits.Max() + DeterministicMath.Log(sum);
        var probabilities = new double[classes];

        Softmax.Probabilities(logits, probabilities);

        Softmax.LogSum(logits).ShouldBe(logSum);
        probabilities.ShouldBe(logits.Select(logit => DeterministicMath.Exp(logit - logSum)));
        logits[^1] = float.NaN;
        Softmax.LogSum(logits).ShouldBe(double.NaN);
    }

    [Fact]
    public void Apply_LargeScores_ReplacesThemAndReturnsTheLogSum()
    {
        double[] scores = [1000, 1001, 998];
        Softmax.Apply(scores).ShouldBe(1001 + Math.Log(1 + Math.Exp(-1) + Math.Exp(-3)), 1e-12);

        scores.Sum().ShouldBe(1, 1e-15);
        (scores[1] / scores[0]).ShouldBe(Math.E, 1e-12);
    }

    [Fact]
    public void ArgMax_EqualValues_GivesTheFirst()
    {
        Softmax.ArgMax([1.0, 3.0, 3.0, 2.0]).ShouldBe(1);
        Softmax.ArgMax([1f, 3f, 3f, 2f]).ShouldBe(1);
        Softmax.ArgMax(ReadOnlySpan<double>.Empty).ShouldBe(0);
    }
}
