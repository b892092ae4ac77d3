using Bakeoff.Classifiers.Ensembles;

namespace Bakeoff.Classifiers.Tests.Ensembles;

/// <summary>The three rules on twelve clips that NumPy 1.24 and scikit-learn 1.2.1 were given too.</summary>
public sealed class FusionTests
{
    private const int Clips = 12;
    private const int Classes = 3;

    private static readonly float[][,] Members = [Member(0), Member(1)];

    [Fact]
    public void Combine_ByMean_IsThatOfNumPy() =>
        ShouldBe(new Fusion { By = FusionRule.Mean }, [0.34999999, 0.45416666, 0.19583333], [0.1768116, 0.59927535, 0.22391305]);

    [Fact]
    public void Combine_ByLogitMean_IsThatOfNumPy() =>
        ShouldBe(new Fusion { By = FusionRule.LogitMean }, [0.40286706, 0.45208421, 0.14504872], [0.16250114, 0.63847643, 0.19902243]);

    // scikit-learn: LogisticRegression(C=1, multi_class='multinomial', tol=1e-12) over six log-probabilities, run to convergence.
    [Fact]
    public void Combine_ByStacking_IsThatOfScikitLearn()
    {
        var fusion = Fusion.Stack(Members, [.. Enumerable.Range(0, Clips).Select(static i => i % Classes)], Classes, threads: 1);

        fusion.Clips.ShouldBe(Clips);
        ShouldBe(fusion, [0.75842243, 0.14686014, 0.09471743], [0.07068978, 0.89353656, 0.03577367]);
        Fusion.Stack(Members, [.. Enumerable.Range(0, Clips).Select(static i => i % Classes)], Classes, threads: 3).Coefficients
            .ShouldBe(fusion.Coefficients);
    }

    [Fact]
    public void Stack_WithoutClipsOfAClass_IsRefused() => Should.Throw<ClassifierException>(
        static () => Fusion.Stack(Members, [.. Enumerable.Range(0, Clips).Select(static i => i % 2)], Classes, threads: 1));

    [Fact]
    public void Combine_OfACertainMember_LeavesTheOtherASay()
    {
        float[,] certain = { { 1, 0 } }, doubtful = { { 0.4f, 0.6f } };

        var combined = new Fusion { By = FusionRule.LogitMean }.Combine([certain, doubtful], 2);

        // sqrt(1e-6 x 0.6) against sqrt(0.4).
        ((double)combined[0, 1]).ShouldBe(0.00122324, 1e-7);
    }

    [Fact]
    public void Combine_OfNumbers_AveragesThem()
    {
        float[,] one = { { 1, -2 } }, other = { { 2, 4 } };

        new Fusion { By = FusionRule.Mean }.Combine([one, other], classCount: 0).Cast<float>().ShouldBe([1.5f, 1]);
    }

    private static void ShouldBe(Fusion fusion, params double[][] expected)
    {
        var actual = fusion.Combine(Members, Classes);
        for (var clip = 0; clip < expected.Length; clip++)
        {
            for (var k = 0; k < Classes; k++)
            {
                // Results are float32; the peer stops within 1e-7 of the optimum.
                ((double)actual[clip, k]).ShouldBe(expected[clip][k], 1e-6);
            }
        }
    }

    private static float[,] Member(int m)
    {
        var member = new float[Clips, Classes];
        for (var i = 0; i < Clips; i++)
        {
            double[] weights =
            [
                .. Enumerable.Range(0, Classes).Select(k =>
                    1.0 + (((i * 7) + (k * 3) + (m * 5)) % 11) + ((i + (i % 4 == 0 ? m : 0)) % Classes == k ? 8 : 0)),
            ];
            for (var k = 0; k < Classes; k++)
            {
                member[i, k] = (float)(weights[k] / weights.Sum());
            }
        }

        return member;
    }
}
