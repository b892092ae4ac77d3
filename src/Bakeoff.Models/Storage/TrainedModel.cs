using System.Text.Json;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Models.Storage;

/// <summary>A saved network, classifier or ensemble with its labels, feature settings and normalisation.</summary>
public abstract class TrainedModel
{
    /// <summary>The file that the folder of every model holds.</summary>
    public const string DescriptionName = "model.json";

    /// <summary>Names of the classes, in the order of the probabilities; empty for a model that predicts numbers alone.</summary>
    public abstract IReadOnlyList<string> Labels { get; }

    /// <summary>Names of the numbers that the model predicts, such as <c>arousal</c>; empty for a model of classes alone.</summary>
    public virtual IReadOnlyList<string> Targets => [];

    /// <summary>Settings of the features that the model takes; they include normalisation by clip.</summary>
    public abstract FeatureOptions Features { get; }

    /// <summary>
    /// Statistics by which features are normalised. Features normalised by <see cref="FeatureNormalization.Speaker"/> must be given
    /// normalised; every
    /// other normalisation is done by the features or by the model.
    /// </summary>
    public abstract FeatureNormalization Normalization { get; }

    /// <summary>Altered copies that are predicted with a recording; null for none.</summary>
    public virtual TestTimeAugmentation? TestTime => null;

    /// <summary>Calibration of the probabilities, or the reason for which there is none; null where none was asked for.</summary>
    public virtual ProbabilityCalibration? Calibration => null;

    /// <summary>The models whose predictions <see cref="Combine"/> takes: those of an ensemble, otherwise the model alone.</summary>
    public virtual IReadOnlyList<TrainedModel> Members => [this];

    /// <summary>Makes the model's prediction of its members' predictions.</summary>
    /// <param name="outputs">What <see cref="Predict(SequenceSet, WorkerPool)"/> of each member gives for its own features of the same
    /// clips.</param>
    /// <returns>Shape [clips, classes + targets].</returns>
    public virtual float[,] Combine(IReadOnlyList<float[,]> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return outputs[0];
    }

    /// <summary>Reads the model in a folder.</summary>
    /// <param name="folder">Folder with <c>model.json</c>.</param>
    /// <exception cref="ModelFormatException">A file is missing, damaged or of another version, or holds no feature settings.</exception>
    public static TrainedModel Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return ReadFormat(Path.Combine(folder, DescriptionName)) switch
        {
            ClassifierDescription.ExpectedFormat => ClassifierModel.Read(folder),
            EnsembleDescription.ExpectedFormat => EnsembleModel.Read(folder),
            _ => NetworkModel.Read(folder),
        };
    }

    /// <summary>Computes the calibrated probabilities of the classes for each clip, then the numbers in the units of the corpus.</summary>
    /// <param name="clips">Features computed with <see cref="Features"/>.</param>
    /// <param name="pool">Threads that compute; they change no result.</param>
    /// <returns>Shape [clips, classes + targets].</returns>
    public float[,] Predict(SequenceSet clips, WorkerPool pool) => Predict(clips, pool, Calibration);

    /// <summary>Computes the same without the calibration of the probabilities.</summary>
    /// <inheritdoc cref="Predict(SequenceSet, WorkerPool)"/>
    public float[,] PredictUncalibrated(SequenceSet clips, WorkerPool pool) => Predict(clips, pool, calibration: null);

    /// <summary>Computes the mean of the predictions of several versions of each clip, as of a recording and its altered copies.</summary>
    /// <param name="versions">Features of the recordings, then of the first copies of all, and so on; each has the same clips.</param>
    /// <param name="pool">Threads that compute; they change no result.</param>
    /// <param name="isCalibrated">False to leave out the calibration of the probabilities.</param>
    /// <returns>Shape [clips, classes + targets]; of a single version, its own bits.</returns>
    public float[,] PredictMean(IReadOnlyList<SequenceSet> versions, WorkerPool pool, bool isCalibrated = true)
    {
        ArgumentNullException.ThrowIfNull(versions);
        return MeanOf([.. versions.Select(clips => isCalibrated ? Predict(clips, pool) : PredictUncalibrated(clips, pool))]);
    }

    /// <summary>Mean of outputs, summed in their order in float64.</summary>
    internal static float[,] MeanOf(IReadOnlyList<float[,]> outputs)
    {
        if (outputs.Count == 1)
        {
            return outputs[0];
        }

        var mean = new float[outputs[0].GetLength(0), outputs[0].GetLength(1)];
        for (var clip = 0; clip < mean.GetLength(0); clip++)
        {
            for (var k = 0; k < mean.GetLength(1); k++)
            {
                var sum = 0.0;
                foreach (var output in outputs)
                {
                    sum += output[clip, k];
                }

                mean[clip, k] = (float)(sum / outputs.Count);
            }
        }

        return mean;
    }

    /// <summary>Computes probabilities and calibrates them, where a calibration is given.</summary>
    private protected abstract float[,] Predict(SequenceSet clips, WorkerPool pool, ProbabilityCalibration? calibration);

    /// <summary>Starts the prediction of one clip whose frames come some at a time; null if the model needs all at once.</summary>
    /// <remarks>What it gives is not calibrated: <see cref="Calibrate"/> does that.</remarks>
    /// <param name="pool">Threads that compute; they change no result.</param>
    public virtual ClipStream? BeginClip(WorkerPool pool) => null;

    /// <summary>Calibrates probabilities that a stream gave.</summary>
    /// <param name="probabilities">Shape [K]; overwritten.</param>
    /// <param name="calibration">The calibration; null for none.</param>
    internal static void Calibrate(Span<float> probabilities, ProbabilityCalibration? calibration)
    {
        if (calibration is not { IsFitted: true })
        {
            return;
        }

        var row = new double[probabilities.Length];
        for (var k = 0; k < row.Length; k++)
        {
            row[k] = probabilities[k];
        }

        calibration.Apply(row);
        for (var k = 0; k < row.Length; k++)
        {
            probabilities[k] = (float)row[k];
        }
    }

    private static string? ReadFormat(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String
                ? format.GetString()
                : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            var details = new ErrorDetails("does not exist")
            {
                Rule = "the description of a saved model",
                NextStep = "Train the model first or correct the folder.",
            };
            throw new ModelFormatException(path, details, exception);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var details = new ErrorDetails($"is not the description of a model: {exception.Message}")
            {
                NextStep = "The file is damaged; copy it again or train again.",
            };
            throw new ModelFormatException(path, details, exception);
        }
    }
}
