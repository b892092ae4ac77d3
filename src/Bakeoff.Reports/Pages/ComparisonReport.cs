namespace Bakeoff.Reports.Pages;

/// <summary>Everything the comparison page of several runs shows.</summary>
public sealed record ComparisonReport
{
    /// <summary>Title, such as <c>lstm-baseline, lstm-mean-mfcc</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The question asked; null for none.</summary>
    public string? Question { get; init; }

    /// <summary>Corpora against corpora, above everything else; null where the runs are none such.</summary>
    public CrossSection? Cross { get; init; }

    /// <summary>Trials of a search, of which the runs are those that were tested; null where the runs are no such.</summary>
    public TrialSection? Trials { get; init; }

    /// <summary>The runs by the clips that they were tested on, in the order to be shown.</summary>
    public IReadOnlyList<ComparedGroup> Groups { get; init; } = [];

    /// <summary>Omissions and their reasons, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
