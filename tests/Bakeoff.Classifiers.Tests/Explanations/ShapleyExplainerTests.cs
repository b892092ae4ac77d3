using Bakeoff.Classifiers.Boosting;
using Bakeoff.Classifiers.Explanations;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Tests.Explanations;

/// <summary>Shapley values against their definition, and against the outputs that they divide.</summary>
public sealed class ShapleyExplainerTests
{
    private const int Features = 6;
    private const int Classes = 3;
    private const int Rows = 120;

    private static readonly DesignMatrix Raw = MakeRows(Rows, seed: 1);
    private static readonly DesignMatrix Unseen = MakeRows(20, seed: 2);
    private static readonly FitSettings Settings = new(IsScaled: true, Seed: 3, Threads: 2);

    private static readonly Dictionary<string, ClassifierOptions> Models = new(StringComparer.Ordinal)
    {
        ["logistic_regression"] = new LogisticRegressionOptions(),
        ["linear_discriminant"] = new LinearDiscriminantOptions(),
        ["random_forest"] = new RandomForestOptions { Trees = 40 },
        ["gradient_boosting"] = new GradientBoostingOptions { Rounds = 30, MinLeaf = 3 },
        ["ridge"] = new RidgeOptions(),
        ["linear_svr"] = new LinearSvrOptions(),
    };

    [Theory]
    [InlineData("logistic_regression", ExplainedOutput.Score)]
    [InlineData("linear_discriminant", ExplainedOutput.Score)]
    [InlineData("random_forest", ExplainedOutput.Probability)]
    [InlineData("gradient_boosting", ExplainedOutput.Score)]
    public void Explain_Classifier_SumsToItsOutputs(string name, ExplainedOutput output)
    {
        var fitted = Fit(name);
        var explainer = ShapleyExplainer.For(fitted, Raw)!;

        explainer.Output.ShouldBe(output);
        var probabilities = fitted.Probabilities(Unseen, threads: 1);
        for (var row = 0; row < Unseen.RowCount; row++)
        {
            var explanation = explainer.Explain(Unseen.Row(row));
            double[] outputs = [.. Enumerable.Range(0, Classes).Select(explanation.Output)];
            if (output == ExplainedOutput.Score)
            {
                Softmax.Apply(outputs);
            }

            // Float64 sums in another order.
            outputs.Zip(probabilities[row]).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        }
    }

    [Theory]
    [InlineData("ridge")]
    [InlineData("linear_svr")]
    [InlineData("random_forest")]
    [InlineData("gradient_boosting")]
    public void Explain_Regressor_SumsToItsNumber(string name)
    {
        var scaler = StandardScaler.Fit(Raw);
        double[] numbers = [.. Enumerable.Range(0, Rows).Select(row => Raw.Row(row)[0] - (2 * Raw.Row(row)[1] * Raw.Row(row)[2]))];
        var fitted = new FittedRegressor(scaler, [Models[name].TrainRegressor(new TargetRows(scaler.Apply(Raw), numbers), 3, threads: 2)]);
        var explainer = ShapleyExplainer.For(fitted, 0, Raw)!;

        explainer.Output.ShouldBe(ExplainedOutput.Number);
        var predicted = fitted.Predict(Unseen, threads: 1)[0];
        for (var row = 0; row < Unseen.RowCount; row++)
        {
            explainer.Explain(Unseen.Row(row)).Output(0).ShouldBe(predicted[row], 1e-9);
        }
    }

    [Theory]
    [InlineData("random_forest")]
    [InlineData("gradient_boosting")]
    public void Explain_Trees_AreTheDefinition(string name)
    {
        var fitted = Fit(name);
        var explainer = ShapleyExplainer.For(fitted, Raw)!;
        var trees = TreesOf(fitted, name == "random_forest");
        for (var row = 0; row < 4; row++)
        {
            var explanation = explainer.Explain(Unseen.Row(row));
            var scaled = fitted.Scaler!.Apply(Unseen).Row(row).ToArray();
            for (var k = 0; k < Classes; k++)
            {
                // A forest's output is the mean of its trees, a boosted score the sum of those of its class.
                var own = name == "random_forest" ? trees : [.. trees.Where((_, t) => t % Classes == k)];
                var (value, divisor) = name == "random_forest" ? (k, trees.Count) : (0, 1);
                var expected = ShapleyReference.Compute(
                    Features, known => own.Sum(tree => ShapleyReference.ValueOf(tree, scaled, known, value)) / divisor);
                expected.Zip(explanation.Contributions[k]).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-9);
            }
        }
    }

    [Fact]
    public void Explain_LinearModel_IsTheDefinitionWithMeansForWhatIsUnknown()
    {
        var fitted = Fit("logistic_regression");
        var explanation = ShapleyExplainer.For(fitted, Raw)!.Explain(Unseen.Row(0));
        var coefficients = fitted.Classifier.ToArrays()[0].Values;
        var scaled = fitted.Scaler!.Apply(Unseen).Row(0).ToArray();

        var expected = ShapleyReference.Compute(Features, known =>
            Enumerable.Range(0, Features).Sum(feature => (known & (1u << feature)) == 0 ? 0 : scaled[feature] * coefficients[feature]));

        // The mean of a scaled training column is 0 but for rounding.
        expected.Zip(explanation.Contributions[0]).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-9);
    }

    [Fact]
    public void Explain_FeatureThatNoTreeAsksFor_ContributesNothing()
    {
        double[] values = [.. Raw.Values];
        for (var row = 0; row < Rows; row++)
        {
            values[(row * Features) + 4] = 7;
        }

        var rows = new DesignMatrix(values, Features);
        var fitted = FittedClassifier.Fit(Models["random_forest"], new TrainingRows(rows, ClassesOf(Raw), Classes), Settings);

        var explanation = ShapleyExplainer.For(fitted, rows)!.Explain(Unseen.Row(0));

        explanation.Contributions.ShouldAllBe(static contributions => contributions[4] == 0);
        explanation.BaseValues.Sum().ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Explain_TreesWithNodesThatNoRowOfTheBackgroundReaches_StillSumsToTheOutput()
    {
        var fitted = Fit("random_forest");
        var few = Raw.Rows([0, 1, 2]);

        var explanation = ShapleyExplainer.For(fitted, few)!.Explain(Unseen.Row(3));

        explanation.Output(1).ShouldBe(fitted.Probabilities(Unseen, threads: 1)[3][1], 1e-9);
    }

    [Fact]
    public void For_OtherModels_IsNull()
    {
        foreach (ClassifierOptions options in (ClassifierOptions[])[new NearestNeighboursOptions(), new RbfSvmOptions(), new LinearSvmOptions()])
        {
            ShapleyExplainer.For(Fit(options), Raw).ShouldBeNull();
        }
    }

    private static FittedClassifier Fit(string name) => Fit(Models[name]);

    private static FittedClassifier Fit(ClassifierOptions options) =>
        FittedClassifier.Fit(options, new TrainingRows(Raw, ClassesOf(Raw), Classes), Settings);

    private static List<ExplainedTree> TreesOf(FittedClassifier fitted, bool isForest)
    {
        var arrays = new ClassifierArrays(fitted.Classifier.ToArrays());
        var nodes = arrays.Take("nodes", -1, -1);
        var width = (int)nodes.Shape[1];
        int[] ends = [.. arrays.Take("tree_starts", -1).Values.Select(start => (int)start * width), nodes.Values.Length];
        var background = fitted.Scaler!.Apply(Raw);
        return
        [
            .. ends.Zip(ends.Skip(1), (start, end) => isForest
                ? ExplainedTree.OfForest(nodes.Values.AsSpan(start, end - start), Classes, background)
                : ExplainedTree.OfBoosting(nodes.Values.AsSpan(start, end - start), background)),
        ];
    }

    // Classes by an interaction, so that trees ask for the same features again and again.
    private static int[] ClassesOf(DesignMatrix rows) =>
    [
        .. Enumerable.Range(0, rows.RowCount).Select(i =>
        {
            var row = rows.Row(i);
            return row[0] * row[1] > 0 ? (row[2] > 0.3 ? 2 : 1) : 0;
        }),
    ];

    private static DesignMatrix MakeRows(int count, ulong seed)
    {
        var random = new SeededRandom(seed, "rows");
        return new DesignMatrix([.. Enumerable.Range(0, count * Features).Select(_ => random.NextGaussian())], Features);
    }
}
