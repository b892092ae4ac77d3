using Bakeoff.Options;

namespace Bakeoff.Classifiers.Tests;

/// <summary>A classifier of another assembly works from YAML to its arrays; only its own record and class name it.</summary>
public sealed class AddedClassifierTests
{
    static AddedClassifierTests() => OptionKinds.Register(typeof(AddedClassifierTests).Assembly);

    [Fact]
    public void Parse_AddedKind_TrainsAndRestores()
    {
        var options = YamlOptions.Parse<ClassifierOptionsTests.Candidates>("classifiers: [nearest_mean: {}]", "test.yaml").Classifiers[0];
        var training = new TrainingRows(new DesignMatrix([0, 1, 10, 11], 1), [0, 0, 1, 1], 2);

        var fitted = FittedClassifier.Fit(options, training, new FitSettings(IsScaled: true, Seed: 1, Threads: 1));
        var restored = options.Restore(new ClassifierArrays(fitted.Classifier.ToArrays()), 2);

        options.ToYaml().ShouldBe("nearest_mean: {}");
        fitted.Probabilities(new DesignMatrix([2, 9], 1), threads: 1).ShouldBe([[1, 0], [0, 1]]);
        restored.Predict([1]).ShouldBe(1);
    }
}
