using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Bakeoff.Cli.Output;

/// <summary>Shows what a run does with a progress bar; for terminals.</summary>
internal sealed class LiveObserver(IAnsiConsole console, ProgressContext context) : IPipelineObserver
{
    private readonly Lock _gate = new();
    private ProgressTask? _bar;

    /// <summary>Runs some work under a progress display.</summary>
    public static Task<T> RunAsync<T>(IAnsiConsole console, Func<IPipelineObserver, Task<T>> work) =>
        console
            .Progress()
            .AutoClear(enabled: true)
            .HideCompleted(enabled: true)
            .Columns(ColumnsFor(console.Profile.Width))
            .StartAsync(context => work(new LiveObserver(console, context)));

    /// <summary>The columns that a line has room for: a line that wraps is overprinted wrongly when it is drawn again.</summary>
    private static ProgressColumn[] ColumnsFor(int width)
    {
        // The longest description (featurize 100000/100000 clips), the percentage, the rate, the remaining time, and blanks between them.
        const int besideBar = 32 + 5 + RateColumn.Width + 9 + 4;
        const int shortestBar = 8;
        var description = new TaskDescriptionColumn { Alignment = Justify.Left };
        return width >= besideBar + shortestBar
            ?
            [
                description,
                new ProgressBarColumn { Width = Math.Min(40, width - besideBar) },
                new PercentageColumn(),
                new RateColumn(),
                new RemainingTimeColumn(),
            ]
            : width >= besideBar ? [description, new PercentageColumn(), new RateColumn(), new RemainingTimeColumn()]
            : [description];
    }

    public void StageUpToDate(IStage stage, StoreEntry entry)
    {
        Write($"[grey]{Markup.Escape(StageText.UpToDate(stage))}[/]");
        WriteFacts(stage, entry);
    }

    public void StageStarting(IStage stage, IReadOnlyList<RerunReason> reasons)
    {
        Write(Markup.Escape(StageText.Starting(stage, reasons)));
        lock (_gate)
        {
            _bar = context.AddTask(stage.Name, autoStart: true, maxValue: 1);
            _bar.IsIndeterminate = true;
        }
    }

    public void StageWaiting(IStage stage) => Write($"[yellow]{Markup.Escape(StageText.Waiting(stage))}[/]");

    public void StageProgressed(IStage stage, StageProgress progress)
    {
        if (progress.Detail is not null)
        {
            Write($"[grey]  {Markup.Escape(StageText.Progressed(stage, progress))}[/]");
        }

        lock (_gate)
        {
            if (_bar is null || progress.Total <= 0)
            {
                return;
            }

            _bar.IsIndeterminate = false;
            _bar.MaxValue = progress.Total;
            _bar.Value = progress.Done;

            // The description stays short: a long one would push the bar off a narrow terminal.
            _bar.Description = Markup.Escape(FormattableString.Invariant($"{stage.Name} {progress.Done:N0}/{progress.Total:N0} {progress.Unit}"));
        }
    }

    public void StageFinished(IStage stage, StoreEntry entry)
    {
        lock (_gate)
        {
            _bar?.StopTask();
            _bar = null;
        }

        Write($"[green]{Markup.Escape(StageText.Finished(stage, entry))}[/]");
        WriteFacts(stage, entry);
    }

    public void EntryDamaged(IStage stage, string fault, string setAsideAt) =>
        Write($"[yellow]{Markup.Escape(StageText.Damaged(stage, fault, setAsideAt))}[/]");

    private void WriteFacts(IStage stage, StoreEntry entry)
    {
        if (StageText.Facts(stage, entry) is { } facts)
        {
            Write($"[grey]{Markup.Escape(facts)}[/]");
        }
    }

    private void Write(string markup)
    {
        lock (_gate)
        {
            console.MarkupLine(markup);
        }
    }

    /// <summary>Units a second, such as <c>12/s</c>; empty until they can be told.</summary>
    private sealed class RateColumn : ProgressColumn
    {
        /// <summary>Characters of the longest rate.</summary>
        public const int Width = 7;

        /// <inheritdoc/>
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text((task.Speed is { } speed && !task.IsIndeterminate ? StageText.Rate(speed) + "/s" : "").PadLeft(Width));
    }
}
