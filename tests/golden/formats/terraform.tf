# scopedown 0.1.0: the session policy of prod/payments/%E2%80%A8api
# usage 0123456789abcdef

resource "aws_eks_pod_identity_association" "prod_payments_api" {
  region               = "eu-west-1"
  cluster_name         = "prod"
  namespace            = "payments"
  service_account      = "api"
  role_arn             = "arn:aws:iam::111122223333:role/tenants"
  target_role_arn      = "arn:aws:iam::444455556666:role/target"
  disable_session_tags = true
  policy               = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/$${$}{x}$${*}$${?}$${$}%%{y}%%%{z}$${$}$${$}{w} 'q' \\\"r\\\" \\\\ {{ .Values }} # - !t &u \u00E9\u00A0\u00FF\"}}"

  tags = {
    "$${a}" = "%%{b} 'c' \"d\" {{ e }} #"
    "team"  = "blue"
  }
}
