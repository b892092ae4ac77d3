using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers;

/// <summary>A candidate that predicts numbers only, not classes.</summary>
public abstract record RegressorOptions : ClassifierOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool PredictsClasses => false;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool PredictsTargets => true;

    /// <inheritdoc/>
    public sealed override IClassifier Train(TrainingRows training, ulong seed, int threads) => throw NotForClasses();

    /// <inheritdoc/>
    public sealed override IClassifier Restore(ClassifierArrays arrays, int classCount) => throw NotForClasses();

    private ClassifierException NotForClasses() => new(new ErrorDetails("{value} predicts numbers, not classes")
    {
        Value = ToYaml(),
        Rule = "a classifier",
        NextStep = "Use rbf_svm or another classifier, or state targets.",
    });
}
