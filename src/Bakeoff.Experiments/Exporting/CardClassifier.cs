using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Models.Storage;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Exporting;

/// <summary>The part of a model card on classifiers: the chosen one, the number of candidates and the method of choice.</summary>
internal static class CardClassifier
{
    public static void Append(StringBuilder card, IReadOnlyList<CardModel> models)
    {
        card.Append("\n| fold | chosen classifier | out of | by |\n|---|---|---|---|\n");
        foreach (var model in models)
        {
            var choice = ((ClassifierModel)model.Model).Selection;
            var how =
                choice.Folds == 0
                    ? "there was no choice to make"
                    : choice.GroupBy == CandidateChoice.ByCorpora ? choice.HoldOuts
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{choice.Folds} inner folds of the training side, grouped by {choice.GroupBy}");
            card.Append(
                CultureInfo.InvariantCulture,
                $"| {model.Fold.Name} | `{choice.Classifier.ToYaml()}` | {choice.Candidates.Count} | {how} |\n");
        }

        card.Append(models[0].Model.Targets.Count > 0
            ? "\nRegressors, one a target, compute in float64, in training and in the exported files.\n"
            : "\nClassifiers compute in float64, in training and in the exported files. "
                + "The probabilities of a support vector machine rank the classes and are not calibrated.\n");
    }

    /// <summary>Number of training clips whose features are part of the classifier itself; 0 for kinds that keep none. The regressors of
    /// several targets may keep the same clips.</summary>
    private static int CountKeptClips(ClassifierModel model)
    {
        var arrays = model.Targets.Count > 0
            ? model.Regressors.SelectMany(static regressor => regressor.ToArrays())
            : model.Fitted.Classifier.ToArrays();
        return arrays
            .Where(static array => array.Name is "support_vectors" or "training")
            .SelectMany(static array => array.Values
                .Chunk((int)array.Shape[1])
                .Select(static row => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(row.AsSpan())))))
            .Distinct(StringComparer.Ordinal)
            .Count();
    }

    /// <summary>A sentence on the features of single recordings in the files.</summary>
    public static string Privacy(IReadOnlyList<CardModel> models)
    {
        var kept = models.SelectMany(m => m.Model.Members).OfType<ClassifierModel>().Sum(CountKeptClips);
        return kept == 0
            ? "The files of this export contain no recordings and no features of single recordings; "
                + "their weights were computed from recordings under the licence above."
            : string.Create(CultureInfo.InvariantCulture, $"The files of this export contain no recordings, but the features of {kept} ")
                + "training clips, which the classifier compares with. Check the licence above before you pass them on.";
    }
}
