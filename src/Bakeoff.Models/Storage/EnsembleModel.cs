using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Classifiers.Ensembles;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Models.Storage;

/// <summary>
/// A saved ensemble: <c>model.json</c> (rule, weights and names of the members) and the members' own folders, <c>member-1</c> and so on.
/// </summary>
/// <remarks>
/// Members may differ in features: each is given its own (<see cref="TrainedModel.Members"/>, <see cref="TrainedModel.Combine"/>).
/// </remarks>
public sealed class EnsembleModel : TrainedModel
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private EnsembleModel(Fusion fusion, IReadOnlyList<string> names, IReadOnlyList<TrainedModel> members) =>
        (Fusion, MemberNames, Members) = (fusion, names, members);

    /// <summary>The rule by which predictions are combined, and its weights.</summary>
    public Fusion Fusion { get; }

    /// <summary>Names of the members, in their order.</summary>
    public IReadOnlyList<string> MemberNames { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<TrainedModel> Members { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Labels => Members[0].Labels;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Targets => Members[0].Targets;

    /// <summary>Settings of the first member's features; other members may have others.</summary>
    public override FeatureOptions Features => Members[0].Features;

    /// <summary>Normalisation of the first member, or by speaker if that of any member is.</summary>
    public override FeatureNormalization Normalization =>
        Members.Any(static member => member.Normalization == FeatureNormalization.Speaker)
            ? FeatureNormalization.Speaker
            : Members[0].Normalization;

    /// <summary>Writes an ensemble with copies of its members' files. Equal ensembles give equal bytes.</summary>
    /// <param name="folder">Folder of the model; created if it does not exist.</param>
    /// <param name="fusion">The rule and its weights.</param>
    /// <param name="members">Name of each member and folder of its model.</param>
    public static void Save(string folder, Fusion fusion, IReadOnlyList<(string Name, string Folder)> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        Directory.CreateDirectory(folder);
        foreach (var (i, member) in members.Index())
        {
            var own = MemberFolder(folder, i);
            Directory.CreateDirectory(own);
            foreach (var file in Directory.EnumerateFiles(member.Folder))
            {
                File.Copy(file, Path.Combine(own, Path.GetFileName(file)));
            }
        }

        var description = new EnsembleDescription { Fusion = fusion, Members = [.. members.Select(static member => member.Name)] };
        AtomicFile.Write(Path.Combine(folder, DescriptionName), [.. JsonSerializer.SerializeToUtf8Bytes(description, Json), (byte)'\n']);
    }

    /// <inheritdoc/>
    public override float[,] Combine(IReadOnlyList<float[,]> outputs) => Fusion.Combine(outputs, Labels.Count);

    /// <summary>Computes the members' predictions of features that all of them take, and combines them.</summary>
    private protected override float[,] Predict(SequenceSet clips, WorkerPool pool, ProbabilityCalibration? calibration) =>
        Combine([.. Members.Select(member => member.Predict(clips, pool))]);

    internal static EnsembleModel Read(string folder)
    {
        var path = Path.Combine(folder, DescriptionName);
        EnsembleDescription? description;
        try
        {
            description = JsonSerializer.Deserialize<EnsembleDescription>(File.ReadAllBytes(path), Json);
        }
        catch (JsonException exception)
        {
            throw Damaged(path, $"the ensemble cannot be read: {exception.Message}", exception);
        }

        if (description is not { Version: EnsembleDescription.ExpectedVersion, Fusion: not null, Members.Count: > 0 })
        {
            throw new ModelFormatException(path, new ErrorDetails("version")
            {
                Value = description?.Version.ToString(CultureInfo.InvariantCulture),
                Rule = FormattableString.Invariant($"{EnsembleDescription.ExpectedVersion}, with a fusion and members"),
                NextStep = "Read it with the release that wrote it, or train again.",
            });
        }

        List<TrainedModel> members = [.. description.Members.Select((_, i) => Load(MemberFolder(folder, i)))];
        var (labels, targets) = (members[0].Labels, members[0].Targets);
        var inputs = members.Count * labels.Count;
        return members.TrueForAll(member => member.Labels.SequenceEqual(labels, StringComparer.Ordinal)
            && member.Targets.SequenceEqual(targets, StringComparer.Ordinal))
            && description.Fusion.Coefficients.Count == (description.Fusion.By == FusionRule.Stacking ? labels.Count * (inputs + 1) : 0)
            ? new EnsembleModel(description.Fusion, description.Members, members)
            : throw Damaged(path, "the members differ in what they predict, or the weights are for others", innerException: null);
    }

    private static string MemberFolder(string folder, int position) =>
        Path.Combine(folder, FormattableString.Invariant($"member-{position + 1}"));

    private static ModelFormatException Damaged(string path, string what, Exception? innerException) =>
        new(path, new ErrorDetails(what) { NextStep = "Copy the model's whole folder again, or train again." }, innerException);
}
