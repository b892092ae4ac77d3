using System.Text.Json.Serialization;
using Bakeoff.Options;
using Bakeoff.Options.Resolution;

namespace Bakeoff.Classifiers;

/// <summary>One classifier with its hyper-parameters. Several in a list are candidates; inner folds of the training side choose among
/// them.</summary>
/// <remarks>
/// A new classifier is a record derived from this one, with a <see cref="Bakeoff.Options.KindAttribute"/> for its name in YAML, and a class
/// that implements <see cref="IClassifier"/>. Nothing else names it.
/// </remarks>
public abstract record ClassifierOptions
{
    /// <summary>Trains the classifier.</summary>
    /// <param name="training">Scaled rows with their classes.</param>
    /// <param name="seed">Seed of the experiment, for classifiers that draw random numbers.</param>
    /// <param name="threads">Number of threads, at least 1.</param>
    /// <returns>The trained classifier. It depends on the rows in their order, these options and the seed; not on threads or
    /// processor.</returns>
    /// <exception cref="ClassifierException">This classifier cannot be trained on these rows.</exception>
    public abstract IClassifier Train(TrainingRows training, ulong seed, int threads);

    /// <summary>Trains several classifiers of this type on the same rows. What they have in common is computed once, where the type knows such
    /// things.</summary>
    /// <param name="family">Options of this type, this instance among them.</param>
    /// <param name="training">Scaled rows with their classes.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="threads">Number of threads, at least 1.</param>
    /// <returns>A classifier for each of the options, in their order and with the bits of <see cref="Train"/>, trained when it is asked
    /// for: only one need be kept at a time.</returns>
    /// <exception cref="ClassifierException">While enumerating: a classifier cannot be trained on these rows.</exception>
    public virtual IEnumerable<IClassifier> TrainEach(
        IReadOnlyList<ClassifierOptions> family, TrainingRows training, ulong seed, int threads) =>
        family.Select(member => member.Train(training, seed, threads));

    /// <summary>Smallest number of training rows, copies included, with which this classifier can be trained.</summary>
    public virtual int LeastTrainingRows() => 1;

    /// <summary>Bytes that training takes at most, rows included: as many fits run side by side as there is memory for. Default: rows in
    /// float64 and a square matrix of the smaller side of theirs.</summary>
    /// <param name="rows">Number of training rows, copies included.</param>
    /// <param name="columns">Features in a row.</param>
    public virtual long TrainingBytes(long rows, int columns) =>
        sizeof(double) * ((rows * columns) + (Math.Min(rows, columns) * Math.Min(rows, columns)));

    /// <summary>Restores a classifier from its arrays.</summary>
    /// <param name="arrays">The arrays that <see cref="IClassifier.ToArrays"/> gave.</param>
    /// <param name="classCount">K, the number of classes.</param>
    /// <returns>A classifier with the same decisions and probabilities, bit for bit.</returns>
    /// <exception cref="ClassifierException">An array is missing or has another shape.</exception>
    public abstract IClassifier Restore(ClassifierArrays arrays, int classCount);

    /// <summary>True if it can tell classes apart. Default true.</summary>
    [JsonIgnore]
    public virtual bool PredictsClasses => true;

    /// <summary>True if it can predict numbers. Default false.</summary>
    [JsonIgnore]
    public virtual bool PredictsTargets => false;

    /// <summary>True if training rows can have <see cref="TrainingRows.Weights"/>, such as shares of votes. Default false.</summary>
    [JsonIgnore]
    public virtual bool TakesWeights => false;

    /// <summary>True if its probabilities are known to be far too sure, so that they are calibrated unless an experiment says otherwise.
    /// Default false.</summary>
    [JsonIgnore]
    public virtual bool IsOverconfident => false;

    /// <summary>Trains a regressor of one number.</summary>
    /// <param name="training">Scaled rows with their numbers.</param>
    /// <param name="seed">Seed of the experiment, for regressors that draw random numbers.</param>
    /// <param name="threads">Number of threads, at least 1; it changes no result.</param>
    /// <exception cref="ClassifierException">It predicts no numbers, or cannot be trained on these rows.</exception>
    public virtual IRegressor TrainRegressor(TargetRows training, ulong seed, int threads) => throw NotForTargets();

    /// <summary>Restores a regressor from its arrays.</summary>
    /// <param name="arrays">The arrays that <see cref="IRegressor.ToArrays"/> gave.</param>
    /// <exception cref="ClassifierException">It predicts no numbers, or an array is missing or has another shape.</exception>
    public virtual IRegressor RestoreRegressor(ClassifierArrays arrays) => throw NotForTargets();

    private ClassifierException NotForTargets() => new(new ErrorDetails("{value} tells classes apart and predicts no numbers")
    {
        Value = ToYaml(),
        Rule = "a candidate for numbers",
        NextStep = "Use ridge, rbf_svr or random_forest.",
    });

    /// <summary>Kind and hyper-parameters as one line of YAML, such as <c>rbf_svm: {c: 10, gamma: null}</c>.</summary>
    public string ToYaml() => OptionsWriter.WriteKind(this);
}
