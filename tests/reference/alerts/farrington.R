# Expected values of tests/reference/test_alerts.py: the improved Farrington method of R's package surveillance
# (1.20.3, Debian r-cran-surveillance) on simulated series. Run in this folder: Rscript farrington.R
# It writes series.csv (the counts) and farrington.csv (what farringtonFlexible makes of them).
suppressMessages(library(surveillance))
set.seed(6)
RNGkind(sample.kind = "Rejection")

negative_binomial <- function(mean, dispersion)
  if (dispersion > 1) rnbinom(length(mean), mu = mean, size = mean / (dispersion - 1)) else rpois(length(mean), mean)

wave <- function(n, freq, mean, growth, amplitude) {
  t <- seq_len(n)
  exp(log(mean) + growth * t / freq + amplitude * cos(2 * pi * t / freq))
}

cases <- list(
  monthly_plain       = list(freq = 12, n = 84, mean = 8,   growth = 0,    amplitude = 0,   phi = 1,   b = 4, w = 1, alpha = 0.01),
  monthly_season      = list(freq = 12, n = 84, mean = 20,  growth = 0,    amplitude = 0.4, phi = 1.5, b = 5, w = 1, alpha = 0.005),
  monthly_trend       = list(freq = 12, n = 84, mean = 10,  growth = 0.15, amplitude = 0.2, phi = 2,   b = 5, w = 1, alpha = 0.01),
  monthly_no_trend    = list(freq = 12, n = 84, mean = 10,  growth = 0.15, amplitude = 0.2, phi = 2,   b = 5, w = 1, alpha = 0.01, trend = FALSE),
  monthly_three_years = list(freq = 12, n = 72, mean = 6,   growth = 0.1,  amplitude = 0,   phi = 1,   b = 3, w = 1, alpha = 0.02),
  monthly_low         = list(freq = 12, n = 96, mean = 1.5, growth = 0,    amplitude = 0,   phi = 1.2, b = 4, w = 1, alpha = 0.02),
  monthly_wide_window = list(freq = 12, n = 84, mean = 12,  growth = 0,    amplitude = 0.3, phi = 1.5, b = 4, w = 2, alpha = 0.01, periods = 8),
  monthly_missing     = list(freq = 12, n = 84, mean = 9,   growth = 0,    amplitude = 0.2, phi = 1.5, b = 5, w = 1, alpha = 0.01, missing = c(8, 21, 22, 40)),
  weekly_plain        = list(freq = 52, n = 338, mean = 5,  growth = 0,    amplitude = 0,   phi = 1,   b = 5, w = 3, alpha = 0.005),
  weekly_overdispersed = list(freq = 52, n = 338, mean = 15, growth = 0.05, amplitude = 0.5, phi = 3,  b = 5, w = 3, alpha = 0.005),
  weekly_low          = list(freq = 52, n = 338, mean = 0.6, growth = 0,   amplitude = 0.3, phi = 1.1, b = 4, w = 3, alpha = 0.01),
  weekly_outbreaks    = list(freq = 52, n = 338, mean = 6,  growth = 0,    amplitude = 0.2, phi = 1.5, b = 5, w = 3, alpha = 0.01, outbreaks = c(100:104, 180:184, 320:324)),
  monthly_steep       = list(freq = 12, n = 84, mean = 3,   growth = 0.6,  amplitude = 0,   phi = 1.2, b = 4, w = 1, alpha = 0.01)
)

series <- NULL
found <- NULL
for (name in names(cases)) {
  case <- cases[[name]]
  counts <- negative_binomial(wave(case$n, case$freq, case$mean, case$growth, case$amplitude), case$phi)
  counts[case$outbreaks] <- counts[case$outbreaks] + rpois(length(case$outbreaks), 3 * case$mean)
  counts[case$missing] <- NA
  first <- case$freq * case$b + case$w + 1
  range <- max(first, case$n - 23):case$n
  sts <- sts(observed = matrix(counts), start = c(2015, 1), frequency = case$freq)
  control <- list(range = range, b = case$b, w = case$w, reweight = TRUE, weightsThreshold = 2.58, alpha = case$alpha,
                  trend = is.null(case$trend), pThresholdTrend = 1, limit54 = c(5, 4), glmWarnings = FALSE,
                  noPeriods = if (is.null(case$periods)) 10 else case$periods,
                  pastWeeksNotIncluded = case$freq / 2, thresholdMethod = "nbPlugin")
  result <- farringtonFlexible(sts, control)
  series <- rbind(series, data.frame(series = name, count = counts))
  found <- rbind(found, data.frame(
    series = name, at = range - 1, years = case$b, half_window = case$w, periods_per_year = case$freq,
    alpha = case$alpha, may_trend = is.null(case$trend),
    threshold = as.numeric(upperbound(result)), alarm = as.numeric(alarms(result)),
    expected = as.numeric(result@control$mu0Vector), dispersion = as.numeric(result@control$phiVector),
    chance = as.numeric(result@control$pvalue), trend = as.numeric(result@control$trend)))
}
for (column in c("expected", "dispersion", "chance")) found[[column]] <- sprintf("%.15g", found[[column]])
write.csv(series, "series.csv", row.names = FALSE, quote = FALSE)
write.csv(found, "farrington.csv", row.names = FALSE, quote = FALSE)
