using System.Text.Json;
using Bakeoff.Audio.Features;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Models.Storage;

/// <summary>A saved network or classifier with everything that is needed to use it without its experiment.</summary>
public abstract class TrainedModel
{
    /// <summary>The file that every model's folder has.</summary>
    public const string DescriptionName = "model.json";

    /// <summary>Names of the classes, in the order of the probabilities.</summary>
    public abstract IReadOnlyList<string> Labels { get; }

    /// <summary>How the features are computed.</summary>
    public abstract FeatureOptions Features { get; }

    /// <summary>By whose statistics features were normalised. With <see cref="FeatureNormalization.Speaker"/> the caller applies <see cref="SpeakerNormalizer"/>; all else is done by <see cref="Features"/> and the model.</summary>
    public abstract FeatureNormalization Normalization { get; }

    /// <summary>Reads the model in a folder.</summary>
    /// <param name="folder">Folder with <c>model.json</c>.</param>
    /// <exception cref="ModelFormatException">A file is missing, damaged or of another version.</exception>
    /// <exception cref="InvalidDataException">The model carries no feature settings.</exception>
    public static TrainedModel Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return IsClassifier(Path.Combine(folder, DescriptionName)) ? ClassifierModel.Read(folder) : NetworkModel.Read(folder);
    }

    /// <summary>Probabilities of the classes for each clip.</summary>
    /// <param name="clips">Features as <see cref="Features"/> give them.</param>
    /// <param name="pool">Threads; they change no result.</param>
    /// <returns>Shape [clips, classes].</returns>
    public abstract float[,] Predict(SequenceSet clips, WorkerPool pool);

    private static bool IsClassifier(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.TryGetProperty("format", out var format) && format.ValueEquals(ClassifierDescription.ExpectedFormat);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(path, "does not exist, expected the description of a saved model. Train it first or correct the folder.", fault);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new ModelFormatException(path, $"is not the description of a model: {fault.Message} It is damaged; copy or train it again.", fault);
        }
    }
}
