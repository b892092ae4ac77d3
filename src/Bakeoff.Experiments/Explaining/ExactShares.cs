using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Explanations;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Train;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;

namespace Bakeoff.Experiments.Explaining;

/// <summary>Exact Shapley values of a fold's classifier or regressors, with the clips that it was trained on as background.</summary>
internal sealed class ExactShares
{
    private readonly IReadOnlyList<ShapleyExplainer> _explainers;

    private ExactShares(ExplainedOutput scale, IReadOnlyList<ShapleyExplainer> explainers) => (Scale, _explainers) = (scale, explainers);

    /// <summary>Scale of the outputs.</summary>
    public ExplainedOutput Scale { get; }

    /// <summary>Prepares the explanation of any number of clips.</summary>
    /// <param name="model">The fold's model.</param>
    /// <param name="data">Features and folds.</param>
    /// <param name="fold">The fold.</param>
    /// <returns>Null for a kind whose exact values are not affordable.</returns>
    /// <remarks>Cost: the training clips, with their altered copies, pass the trees once; they are in memory meanwhile.</remarks>
    public static ExactShares? For(ClassifierModel model, FoldData data, SplitFold fold)
    {
        var side = data.TrainingSide(fold);
        var background = SequenceSet.Join([side.Features, .. side.Copies]).ToDesignMatrix();
        if (model.Targets.Count == 0)
        {
            return ShapleyExplainer.For(model.Fitted, background) is { } explainer ? new ExactShares(explainer.Output, [explainer]) : null;
        }

        var regressor = new FittedRegressor(model.Scaler, model.Regressors);
        List<ShapleyExplainer> each =
            [.. model.Targets.Select((_, target) => ShapleyExplainer.For(regressor, target, background)).OfType<ShapleyExplainer>()];
        return each.Count == model.Targets.Count ? new ExactShares(ExplainedOutput.Number, each) : null;
    }

    /// <summary>Shares of the features of a clip.</summary>
    /// <param name="row">Its features, shape [F].</param>
    public AdditiveExplanation Explain(double[] row)
    {
        List<AdditiveExplanation> each = [.. _explainers.Select(explainer => explainer.Explain(row))];
        return each.Count == 1
            ? each[0]
            : new AdditiveExplanation(
                [.. each.Select(static target => target.BaseValues[0])], [.. each.Select(static target => target.Contributions[0])]);
    }
}
