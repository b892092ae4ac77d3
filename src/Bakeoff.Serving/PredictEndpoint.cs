using System.Threading.RateLimiting;
using Bakeoff.Audio.Decoding;
using Bakeoff.Models;
using Bakeoff.Models.Documents;
using Bakeoff.Options;
using Microsoft.AspNetCore.Http;

namespace Bakeoff.Serving;

/// <summary><c>POST /predict</c>: takes a recording and answers with its label, probabilities and trajectory.</summary>
internal sealed class PredictEndpoint(EmotionModel model, PredictionLimits limits, ServerMetrics metrics, TimeProvider time)
{
    /// <summary>The customary code for a client that closed the connection; it appears in the metrics only.</summary>
    private const int ClientClosedRequest = 499;

    private readonly UploadReader _uploads = new(limits.MaxBytes);

    private readonly ConcurrencyLimiter _places = new(
        new ConcurrencyLimiterOptions
        {
            PermitLimit = limits.Concurrency,
            QueueLimit = limits.Queue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });

    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        RateLimitLease place;
        try
        {
            place = await _places.AcquireAsync(permitCount: 1, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            metrics.Ended(ClientClosedRequest, TimeSpan.Zero);
            return Results.Empty;
        }

        using (place)
        {
            if (place.IsAcquired)
            {
                return await AnswerInTimeAsync(context);
            }

            metrics.Ended(StatusCodes.Status503ServiceUnavailable, TimeSpan.Zero);
            var detail = FormattableString.Invariant(
                $"{limits.Concurrency} predictions are in progress and {limits.Queue} requests wait. ")
                + "Try again after the time in Retry-After.";
            return Problem.Of(context, StatusCodes.Status503ServiceUnavailable, detail);
        }
    }

    private async Task<IResult> AnswerInTimeAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        using var tracked = metrics.Track();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(limits.TimeoutSeconds), time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        var (status, result) = await TryAnswerAsync(context, ended.Token);
        metrics.Ended(context.RequestAborted.IsCancellationRequested ? ClientClosedRequest : status, time.GetElapsedTime(start));
        return result;
    }

    private async Task<(int Status, IResult Result)> TryAnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var isReceived = false;
        try
        {
            QueryParameters.RequireNames(context.Request.Query);
            var trajectory = TrajectoryQuery.Read(context.Request.Query);
            var answers = AnswerQuery.Read(context.Request.Query, model, limits.RejectBelow);
            var (bytes, name) = await _uploads.ReadAsync(context.Request, cancellationToken);
            isReceived = true;
            var prediction = await Task.Run(() => Predict(bytes, name, trajectory, cancellationToken), cancellationToken);
            metrics.Predicted(prediction);
            var document = PredictionDocument.Create([.. model.Labels, .. model.Targets], prediction) with
            {
                Rejected = answers.Rejects(prediction),
                Set = answers.SetOf(model, prediction),
            };
            return (StatusCodes.Status200OK, Results.Json(document, PredictionDocument.Json));
        }
        catch (RequestRefusedException exception)
        {
            return Refuse(context, exception.Status, exception.Message);
        }
        catch (UnusableClipException exception)
        {
            return Refuse(context, StatusCodes.Status422UnprocessableEntity, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            return Refuse(context, exception.StatusCode, $"{exception.Message} Send the whole recording without pauses.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var seconds = FormattableString.Invariant($"{limits.TimeoutSeconds} s");
            const string restart = "or raise the server's timeout.";
            return isReceived
                ? Refuse(
                    context,
                    StatusCodes.Status503ServiceUnavailable,
                    $"the prediction took longer than {seconds}. Send a shorter recording, {restart}")
                : Refuse(
                    context,
                    StatusCodes.Status408RequestTimeout,
                    $"the recording did not arrive within {seconds}. Send it without pauses, {restart}");
        }
        catch (IOException) when (context.RequestAborted.IsCancellationRequested)
        {
            return (ClientClosedRequest, Results.Empty);
        }
    }

    private Prediction Predict(byte[] bytes, string name, TrajectoryOptions trajectory, CancellationToken cancellationToken)
    {
        try
        {
            return model.Predict(AudioDecoder.Decode(bytes, name, limits.MaxSeconds), name, trajectory, cancellationToken);
        }
        catch (AudioFormatException exception)
        {
            var status = AudioDecoder.IsRecognised(bytes)
                ? StatusCodes.Status422UnprocessableEntity
                : StatusCodes.Status415UnsupportedMediaType;
            throw new RequestRefusedException(status, new ErrorDetails(exception.Message));
        }
    }

    private static (int Status, IResult Result) Refuse(HttpContext context, int status, string detail) =>
        (status, Problem.Of(context, status, detail));
}
