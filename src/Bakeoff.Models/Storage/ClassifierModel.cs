using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Models.Storage;

/// <summary>
/// A saved classifier: <c>model.json</c> (classes, feature settings, hyper-parameters, candidates) and one float64 NumPy file for each
/// array.
/// </summary>
public sealed class ClassifierModel : TrainedModel
{
    private const string MeanName = "scaler_mean";
    private const string ScaleName = "scaler_scale";
    private const string LimitName = "scaler_limit";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OptionKinds.AddTo } },
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly ClassifierDescription _description;

    private readonly FittedClassifier? _fitted;
    private readonly FittedRegressor? _regressors;

    private ClassifierModel(ClassifierDescription description, FittedClassifier? fitted, FittedRegressor? regressors) =>
        (_description, _fitted, _regressors) = (description, fitted, regressors);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Labels => _description.ClassNames;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Targets => _description.Targets ?? [];

    /// <inheritdoc/>
    public override FeatureOptions Features => _description.Features;

    /// <inheritdoc/>
    public override FeatureNormalization Normalization => _description.Normalization;

    /// <inheritdoc/>
    public override TestTimeAugmentation? TestTime => _description.TestTime;

    /// <inheritdoc/>
    public override ProbabilityCalibration? Calibration => _description.Calibration;

    /// <summary>The candidates and the chosen one.</summary>
    public CandidateChoice Selection => _description.Selection!;

    /// <summary>Means and standard deviations of the training rows; null if features are not scaled.</summary>
    public StandardScaler? Scaler => _fitted is null ? _regressors!.Scaler : _fitted.Scaler;

    /// <summary>The classifier with its scaling.</summary>
    /// <exception cref="InvalidOperationException">The model predicts numbers.</exception>
    public FittedClassifier Fitted =>
        _fitted ?? throw new InvalidOperationException("The model predicts numbers, expected one of classes.");

    /// <summary>The regressor of scaled rows for each of <see cref="TrainedModel.Targets"/>; empty for a model of classes.</summary>
    public IReadOnlyList<IRegressor> Regressors => _regressors?.Regressors ?? [];

    /// <summary>Writes a classifier. Equal classifiers give equal bytes.</summary>
    /// <param name="folder">Folder of the model; created if it does not exist.</param>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="input">Settings of the features and their normalisation.</param>
    /// <param name="selection">The candidates and the chosen one.</param>
    /// <param name="fitted">The chosen classifier, trained, with its calibration.</param>
    public static void Save(
        string folder,
        IReadOnlyList<string> labels,
        ModelInput input,
        CandidateChoice selection,
        FittedClassifier fitted)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(fitted);
        var description = new ClassifierDescription
        {
            ClassNames = labels,
            Features = input.Features,
            Normalization = input.Normalization,
            TestTime = input.TestTime,
            Selection = selection,
            Calibration = fitted.Calibration,
        };
        Save(folder, description, fitted.Classifier.ToArrays().Concat(ScalerArrays(fitted.Scaler)));
    }

    /// <summary>Writes regressors, one a target. Equal regressors give equal bytes.</summary>
    /// <param name="folder">Folder of the model; created if it does not exist.</param>
    /// <param name="targets">Names of the numbers.</param>
    /// <param name="input">Settings of the features and their normalisation.</param>
    /// <param name="selection">The candidates and the chosen one.</param>
    /// <param name="fitted">The chosen regressor, trained for each target.</param>
    public static void Save(
        string folder,
        IReadOnlyList<string> targets,
        ModelInput input,
        CandidateChoice selection,
        FittedRegressor fitted)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(fitted);
        var description = new ClassifierDescription
        {
            Targets = targets,
            Features = input.Features,
            Normalization = input.Normalization,
            TestTime = input.TestTime,
            Selection = selection,
        };
        var arrays = fitted.Regressors.SelectMany(static (regressor, target) =>
            regressor.ToArrays().Select(array => array with { Name = Prefix(target) + array.Name }));
        Save(folder, description, arrays.Concat(ScalerArrays(fitted.Scaler)));
    }

    private static void Save(string folder, ClassifierDescription description, IEnumerable<ClassifierArray> arrays)
    {
        Directory.CreateDirectory(folder);
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var array in arrays)
        {
            var path = ArrayPath(folder, array.Name);
            using (var stream = File.Create(path))
            {
                NpyFile.WriteHeader(stream, NpyFile.Double, [.. array.Shape]);
                NpyFile.WriteValues<double>(stream, array.Values);
            }

            digests[array.Name] = ContentDigest.OfFile(path);
        }

        description = description with
        {
            Format = ClassifierDescription.ExpectedFormat,
            Version = ClassifierDescription.ExpectedVersion,
            Arrays = digests,
        };
        AtomicFile.Write(Path.Combine(folder, DescriptionName), [.. JsonSerializer.SerializeToUtf8Bytes(description, Json), (byte)'\n']);
    }

    private protected override float[,] Predict(SequenceSet clips, WorkerPool pool, ProbabilityCalibration? calibration)
    {
        ArgumentNullException.ThrowIfNull(pool);
        if (_regressors is not null)
        {
            var values = _regressors.Predict(clips.ToDesignMatrix(), pool.ThreadCount);
            var predicted = new float[clips.ClipCount, values.Length];
            for (var clip = 0; clip < clips.ClipCount; clip++)
            {
                for (var target = 0; target < values.Length; target++)
                {
                    predicted[clip, target] = (float)values[target][clip];
                }
            }

            return predicted;
        }

        var probabilities = Fitted.Probabilities(clips.ToDesignMatrix(), pool.ThreadCount);
        var result = new float[probabilities.Length, Labels.Count];
        for (var clip = 0; clip < probabilities.Length; clip++)
        {
            calibration?.Apply(probabilities[clip]);
            for (var k = 0; k < Labels.Count; k++)
            {
                result[clip, k] = (float)probabilities[clip][k];
            }
        }

        return result;
    }

    internal static ClassifierModel Read(string folder)
    {
        var path = Path.Combine(folder, DescriptionName);
        try
        {
            var description = JsonSerializer.Deserialize<ClassifierDescription>(File.ReadAllBytes(path), Json);
            if (description is not { Version: ClassifierDescription.ExpectedVersion, Selection: not null })
            {
                throw new ModelFormatException(path, new ErrorDetails("version")
                {
                    Value = FormattableString.Invariant($"{description?.Version}"),
                    Rule = FormattableString.Invariant($"{ClassifierDescription.ExpectedVersion}"),
                    NextStep = "Read it with the release that wrote it, or train again.",
                });
            }

            List<ClassifierArray> read = [.. description.Arrays.Select(array => ReadArray(folder, array.Key, array.Value))];
            var arrays = new ClassifierArrays(read);
            var scaler = description.Arrays.ContainsKey(MeanName)
                ? new StandardScaler(
                    arrays.Take(MeanName, -1).Values,
                    arrays.Take(ScaleName, -1).Values,
                    description.Arrays.ContainsKey(LimitName) ? arrays.Take(LimitName, 1).Values[0] : double.PositiveInfinity)
                : null;
            var features = ModelRecipe.ApplyNormalization(description.Features, description.Normalization);
            description = description with { Features = features };
            var chosen = description.Selection.Classifier;
            return description.Targets is { } targets
                ? new ClassifierModel(
                    description,
                    fitted: null,
                    new FittedRegressor(scaler, [.. targets.Select((_, target) => chosen.RestoreRegressor(ArraysOf(target, read)))]))
                : new ClassifierModel(
                    description,
                    new FittedClassifier(scaler, chosen.Restore(arrays, description.ClassNames.Count)) { Calibration = description.Calibration },
                    regressors: null);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            var details = new ErrorDetails($"the classifier cannot be read: {exception.Message}")
            {
                NextStep = "Copy the model's whole folder again, or train again.",
            };
            throw new ModelFormatException(path, details, exception);
        }
    }

    private static bool IsDamage(Exception exception) => exception
        is JsonException or NotSupportedException or InvalidDataException or FileNotFoundException
        or (BakeoffException and not ModelFormatException);

    private static ClassifierArray ReadArray(string folder, string name, string sha256)
    {
        var path = ArrayPath(folder, name);
        if (ContentDigest.OfFile(path) != sha256)
        {
            throw new ModelFormatException(path, new ErrorDetails($"SHA-256 differs from that in {DescriptionName}")
            {
                NextStep = "The files are from different models or one is damaged; copy all again.",
            });
        }

        var (shape, values) = NpyFile.Read<double>(path, NpyFile.Double);
        return new ClassifierArray(name, shape, values);
    }

    private static string Prefix(int target) => FormattableString.Invariant($"target_{target + 1}_");

    private static ClassifierArrays ArraysOf(int target, IEnumerable<ClassifierArray> arrays) => new(
        arrays
            .Where(array => array.Name.StartsWith(Prefix(target), StringComparison.Ordinal))
            .Select(array => array with { Name = array.Name[Prefix(target).Length..] }));

    private static IEnumerable<ClassifierArray> ScalerArrays(StandardScaler? scaler) => scaler is null ? [] :
    [
        new(MeanName, [scaler.Mean.Count], [.. scaler.Mean]),
        new(ScaleName, [scaler.Scale.Count], [.. scaler.Scale]),
        .. scaler.Scaling == FeatureScaling.Robust ? [new(LimitName, [1], [scaler.Limit])] : Array.Empty<ClassifierArray>(),
    ];

    private static string ArrayPath(string folder, string array) => Path.Combine(folder, array + ".npy");
}
