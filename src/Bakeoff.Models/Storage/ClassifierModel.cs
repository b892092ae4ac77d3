using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Models.Storage;

/// <summary>A saved classifier: <c>model.json</c> (classes, feature settings, hyper-parameters, the candidates' figures) and one NumPy file an array, float64.</summary>
public sealed class ClassifierModel : TrainedModel
{
    private const string MeanName = "scaler_mean";
    private const string ScaleName = "scaler_scale";

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
    private readonly FittedClassifier _fitted;

    private ClassifierModel(ClassifierDescription description, FittedClassifier fitted)
    {
        _description = description;
        _fitted = fitted;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Labels => _description.ClassNames;

    /// <inheritdoc/>
    public override FeatureOptions Features => _description.Features;

    /// <inheritdoc/>
    public override FeatureNormalization Normalization => _description.Normalization;

    /// <summary>The candidates and which was chosen.</summary>
    public CandidateChoice Selection => _description.Selection!;

    /// <summary>Means and deviations of the training rows; null where features are not scaled.</summary>
    public ColumnScaler? Scaler => _fitted.Scaler;

    /// <summary>The chosen one with its scaling.</summary>
    internal FittedClassifier Fitted => _fitted;

    /// <summary>Writes a classifier; the folder is made when missing.</summary>
    /// <param name="folder">Folder of the model.</param>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="features">How the features were computed.</param>
    /// <param name="normalization">By whose statistics they were normalised.</param>
    /// <param name="selection">The candidates and which was chosen.</param>
    /// <param name="fitted">The chosen one, trained.</param>
    /// <remarks>Equal classifiers give equal bytes.</remarks>
    public static void Save(string folder, IReadOnlyList<string> labels, FeatureOptions features, FeatureNormalization normalization, CandidateChoice selection, FittedClassifier fitted)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        Directory.CreateDirectory(folder);
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var array in fitted.Classifier.ToArrays().Concat(Arrays(fitted.Scaler)))
        {
            var path = FileOf(folder, array.Name);
            using (var stream = File.Create(path))
            {
                NpyFile.WriteHeader(stream, NpyFile.Double, [.. array.Shape]);
                NpyFile.WriteValues<double>(stream, array.Values);
            }

            digests[array.Name] = Digest(path);
        }

        var description = new ClassifierDescription
        {
            Format = ClassifierDescription.ExpectedFormat,
            Version = ClassifierDescription.ExpectedVersion,
            ClassNames = labels,
            Features = features,
            Normalization = normalization,
            Selection = selection,
            Arrays = digests,
        };
        AtomicFile.Write(Path.Combine(folder, DescriptionName), [.. JsonSerializer.SerializeToUtf8Bytes(description, Json), (byte)'\n']);
    }

    /// <inheritdoc/>
    public override float[,] Predict(SequenceSet clips, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var probabilities = _fitted.Probabilities(clips.ToDesignMatrix(), pool.ThreadCount);
        var result = new float[probabilities.Length, Labels.Count];
        for (var clip = 0; clip < probabilities.Length; clip++)
        {
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
                throw new ModelFormatException(path, FormattableString.Invariant($"version is {description?.Version}, expected {ClassifierDescription.ExpectedVersion}. Read it with the release that wrote it, or train again."));
            }

            var arrays = new ClassifierArrays(description.Arrays.ToDictionary(a => a.Key, a => ReadArray(folder, a.Key, a.Value), StringComparer.Ordinal));
            var classifier = ClassifierRestorer.Restore(description.Selection.Classifier, arrays, description.ClassNames.Count);
            var scaler = description.Arrays.ContainsKey(MeanName) ? new ColumnScaler(arrays.Take(MeanName, -1).Values, arrays.Take(ScaleName, -1).Values) : null;
            return new ClassifierModel(description with { Features = ModelRecipe.With(description.Features, description.Normalization) }, new FittedClassifier(scaler, classifier));
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or InvalidDataException or FileNotFoundException)
        {
            throw new ModelFormatException(path, $"the classifier cannot be read: {fault.Message}", fault);
        }
    }

    private static ClassifierArray ReadArray(string folder, string name, string sha256)
    {
        var path = FileOf(folder, name);
        return Digest(path) == sha256 && NpyFile.Read<double>(path, NpyFile.Double) is var (shape, values)
            ? new ClassifierArray(name, shape, values)
            : throw new ModelFormatException(path, $"SHA-256 differs from that in {DescriptionName}. The files are from different models or one is damaged; copy all again.");
    }

    private static IEnumerable<ClassifierArray> Arrays(ColumnScaler? scaler) => scaler is null ? [] :
    [
        new(MeanName, [scaler.Mean.Count], [.. scaler.Mean]),
        new(ScaleName, [scaler.Scale.Count], [.. scaler.Scale]),
    ];

    private static string FileOf(string folder, string array) => Path.Combine(folder, array + ".npy");

    private static string Digest(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
