using System.Globalization;
using Bakeoff.Models;
using Prometheus;

namespace Bakeoff.Serving;

/// <summary>The counters that Prometheus reads from <c>/metrics</c>.</summary>
internal sealed class ServerMetrics
{
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly Counter _requests;
    private readonly Counter _predictions;
    private readonly Counter _soundSeconds;
    private readonly Histogram _duration;
    private readonly Gauge _inProgress;

    public ServerMetrics(EmotionModel model)
    {
        var factory = Metrics.WithCustomRegistry(_registry);
        _requests = factory.CreateCounter(
            "bakeoff_predict_requests_total",
            "Requests to /predict that ended, by status code; 499 if the client closed the connection.",
            "code");
        _predictions = factory.CreateCounter(
            "bakeoff_predictions_total", "Predicted clips, by their label; empty where numbers are predicted.", "label");
        _soundSeconds = factory.CreateCounter("bakeoff_sound_seconds_total", "Seconds of predicted sound.");
        _duration = factory.CreateHistogram(
            "bakeoff_predict_duration_seconds",
            "Seconds from the first byte of a request to /predict to the end of its answer.",
            new HistogramConfiguration { Buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
        _inProgress = factory.CreateGauge(
            "bakeoff_predict_requests_in_progress", "Requests to /predict that were accepted and are not answered yet.");
        factory.CreateGauge("bakeoff_model_info", "The served model; always 1.", "model", "models")
            .WithLabels(model.Name, model.ModelCount.ToString(CultureInfo.InvariantCulture))
            .Set(1);
        foreach (var label in model.Labels.DefaultIfEmpty(""))
        {
            _predictions.WithLabels(label);
        }
    }

    /// <summary>Counts a request while it is in progress.</summary>
    public IDisposable Track() => _inProgress.TrackInProgress();

    /// <summary>Counts a request that ended.</summary>
    public void Ended(int code, TimeSpan elapsed)
    {
        _requests.WithLabels(code.ToString(CultureInfo.InvariantCulture)).Inc();
        _duration.Observe(elapsed.TotalSeconds);
    }

    /// <summary>Counts a predicted clip.</summary>
    public void Predicted(Prediction prediction)
    {
        _predictions.WithLabels(prediction.Label).Inc();
        _soundSeconds.Inc(prediction.Seconds);
    }

    /// <summary>Writes all counters in Prometheus' text format.</summary>
    public Task WriteAsync(Stream output, CancellationToken cancellationToken) =>
        _registry.CollectAndExportAsTextAsync(output, cancellationToken);
}
