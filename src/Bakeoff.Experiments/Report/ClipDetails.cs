using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Explaining;
using Bakeoff.Options;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>The sound of a test clip and what its prediction rests on, as far as they can be had.</summary>
/// <param name="listening">Finds the sound of a clip; null where there are no recordings.</param>
/// <param name="explainer">Explains predictions; null where nothing is explained.</param>
/// <param name="obstacle">The reason for which nothing is explained; null where none is needed.</param>
internal sealed class ClipDetails(ClipListening? listening, TestClipExplainer? explainer, string? obstacle)
{
    private string? _obstacle = obstacle ?? explainer?.Obstacle;

    /// <summary>Sentences on sound and explanations; none where there are neither.</summary>
    public string? Note
    {
        get
        {
            string?[] notes =
            [
                listening?.Note,
                _obstacle is null ? explainer?.Note : $"What the predictions rest on is not shown, for {_obstacle.TrimEnd('.')}.",
            ];
            return notes.OfType<string>().ToList() is { Count: > 0 } some ? string.Join(' ', some) : null;
        }
    }

    /// <summary>Source of a clip's sound; null where it is gone.</summary>
    public ClipSource? Sound(Prediction clip) => listening?.Find(clip.Path);

    /// <summary>Parts that a prediction rests on; null where nothing can be explained.</summary>
    /// <param name="clip">The prediction.</param>
    /// <param name="output">Name of the predicted label or number.</param>
    /// <param name="truth">Name of the true label; null for a number.</param>
    public ClipReason? Reason(Prediction clip, string output, string? truth)
    {
        if (explainer is null || _obstacle is not null)
        {
            return null;
        }

        try
        {
            return explainer.Explain(clip, output, truth);
        }
        catch (BakeoffException exception)
        {
            // A report does without what a moved encoder or a damaged recording hides, and says so.
            _obstacle = exception.Message;
            return null;
        }
    }
}
